import type { FunctionDefinitions } from "node:ffi"

/*
 * The part of TensorFlow's C API that is used, as c_api.h and eager/c_api.h declare it. TF_Output is passed by value: on
 * 64-bit Unix that is (pointer, integer) in registers, on Windows the address of a copy.
 */
const byValue = process.platform === "win32" ? (["pointer"] as const) : (["pointer", "int64"] as const)

export const signatures = {
  TF_Version: { arguments: [], return: "pointer" },
  TF_NewStatus: { arguments: [], return: "pointer" },
  TF_GetCode: { arguments: ["pointer"], return: "int32" },
  TF_Message: { arguments: ["pointer"], return: "pointer" },

  TF_AllocateTensor: { arguments: ["int32", "pointer", "int32", "uint64"], return: "pointer" },
  TF_DeleteTensor: { arguments: ["pointer"], return: "void" },
  TF_TensorData: { arguments: ["pointer"], return: "pointer" },
  TF_TensorByteSize: { arguments: ["pointer"], return: "uint64" },
  TF_TensorType: { arguments: ["pointer"], return: "int32" },
  TF_NumDims: { arguments: ["pointer"], return: "int32" },
  TF_Dim: { arguments: ["pointer", "int32"], return: "int64" },

  TF_NewGraph: { arguments: [], return: "pointer" },
  TF_DeleteGraph: { arguments: ["pointer"], return: "void" },
  TF_NewOperation: { arguments: ["pointer", "string", "string"], return: "pointer" },
  TF_AddInput: { arguments: ["pointer", ...byValue], return: "void" },
  TF_AddInputList: { arguments: ["pointer", "pointer", "int32"], return: "void" },
  TF_AddControlInput: { arguments: ["pointer", "pointer"], return: "void" },
  TF_SetAttrType: { arguments: ["pointer", "string", "int32"], return: "void" },
  TF_SetAttrTypeList: { arguments: ["pointer", "string", "pointer", "int32"], return: "void" },
  TF_SetAttrShape: { arguments: ["pointer", "string", "pointer", "int32"], return: "void" },
  TF_SetAttrTensor: { arguments: ["pointer", "string", "pointer", "pointer"], return: "void" },
  TF_SetAttrInt: { arguments: ["pointer", "string", "int64"], return: "void" },
  TF_SetAttrIntList: { arguments: ["pointer", "string", "pointer", "int32"], return: "void" },
  TF_SetAttrFloat: { arguments: ["pointer", "string", "float"], return: "void" },
  TF_SetAttrBool: { arguments: ["pointer", "string", "uint8"], return: "void" },
  TF_SetAttrString: { arguments: ["pointer", "string", "pointer", "uint64"], return: "void" },
  TF_FinishOperation: { arguments: ["pointer", "pointer"], return: "pointer" },
  TF_GraphGetTensorNumDims: { arguments: ["pointer", ...byValue, "pointer"], return: "int32" },
  TF_GraphGetTensorShape: { arguments: ["pointer", ...byValue, "pointer", "int32", "pointer"], return: "void" },
  TF_OperationOutputType: { arguments: [...byValue], return: "int32" },
  TF_AddGradients: {
    arguments: ["pointer", "pointer", "int32", "pointer", "int32", "pointer", "pointer", "pointer"],
    return: "void",
  },

  TF_NewBufferFromString: { arguments: ["pointer", "uint64"], return: "pointer" },
  TF_NewSessionOptions: { arguments: [], return: "pointer" },
  TF_DeleteSessionOptions: { arguments: ["pointer"], return: "void" },
  TF_SetConfig: { arguments: ["pointer", "pointer", "uint64", "pointer"], return: "void" },
  TF_NewSession: { arguments: ["pointer", "pointer", "pointer"], return: "pointer" },
  TF_CloseSession: { arguments: ["pointer", "pointer"], return: "void" },
  TF_DeleteSession: { arguments: ["pointer", "pointer"], return: "void" },
  TF_SessionRun: {
    arguments: [
      "pointer",
      "pointer",
      "pointer",
      "pointer",
      "int32",
      "pointer",
      "pointer",
      "int32",
      "pointer",
      "int32",
      "pointer",
      "pointer",
    ],
    return: "void",
  },
  TF_SessionListDevices: { arguments: ["pointer", "pointer"], return: "pointer" },
  TF_DeleteDeviceList: { arguments: ["pointer"], return: "void" },
  TF_DeviceListCount: { arguments: ["pointer"], return: "int32" },
  TF_DeviceListType: { arguments: ["pointer", "int32", "pointer"], return: "pointer" },
} as const satisfies FunctionDefinitions
