/** Texts of the places beside the notebook, and of what computes. */
export const placesEn = {
  beside: {
    startTemplate: "Start with a template",
    noServices: "No service runs",
    noServicesText:
      "A %%deploy cell puts the model that passed its gate into service on this machine. It appears here, and runs on when the app is closed.",
    states: { starting: "starting", ready: "ready", stopped: "stopped", failed: "failed" },
    stopping: "stopping…",
    stopService: (name: string) => `Stop ${name}`,
    notStopped: "The service was not stopped",
    target: (target: string, folder: string) =>
      folder === "" ? `on this machine (${target})` : `${target}, ${folder}`,
    noPlugins: "No plugins",
    noPluginsText: "A folder in plugins/ with a manifest is a plugin: it brings datasets that cells can import.",
    pluginsText:
      "A plugin is a folder in plugins/ with a manifest. It runs in a process of its own with these rights alone.",
    permissions: (network: readonly string[], files: readonly string[]) =>
      [
        network.length === 0 ? "no network" : `network: ${network.join(", ")}`,
        files.length === 0 ? "no files" : `files: ${files.join(", ")}`,
      ].join(" · "),
    noAnswer: (reason: string) => `The host does not say: ${reason}`,
  },
  backend: {
    title: "What computes tensors",
    javascript: "TensorFlow.js",
    notLoaded: "not loaded yet",
    threads: (count: number) => (count === 1 ? "1 thread" : `${count} threads`),
    unloaded: "This kernel has computed no tensor yet: nothing is loaded.",
    inJavaScript:
      "So far this kernel computes in JavaScript, operation by operation. Its first training loads the native library.",
    native: (version: string) => `TensorFlow ${version} · CPU`,
    gpu: (version: string) => `TensorFlow ${version} · GPU`,
    slow: (why: string) =>
      `Tensors are computed in JavaScript: native TensorFlow, which is many times faster, is not used since ${why}.`,
    onCpu: (version: string) => `Native TensorFlow ${version} computes on this machine's processor.`,
    onGpu: (version: string) =>
      `Native TensorFlow ${version}, built for NVIDIA GPUs, computes; where it sees no GPU it uses the processor.`,
    forGpu: "For an NVIDIA GPU on Linux, once:",
    once: "One command in a terminal changes that, for all workspaces:",
    source: "In a copy of Kaon's source: npm start -- instead of kaon.",
    copy: "Copy the command",
    copied: "Copied",
    restart: "Restart the kernel",
  },
}
