import type { Loose } from "./en.ts"
import type { templatesEn } from "./templates.en.ts"

export const templatesZh: Loose<typeof templatesEn> = {
  digits: ["手写数字", "卷积网络识别 1,797 个扫描数字,通过门槛后成为服务。"],
  mnist: ["MNIST", "原生 TensorFlow 在几分钟内学会 60,000 个手写数字,准确率达 99.4 % 以上。"],
  text: ["句子情感", "嵌入网络区分好评与抱怨,并与词频模型对照。"],
  table: ["表格数据", "类型混合、有缺失值的列:预处理、训练、分组评估与解释;服务直接接收原始行。"],
  forecast: ["时间序列预测", "用一周的每小时单车租用量预测接下来的 24 小时,胜过“与上周相同”。"],
  diagnosis: ["良性还是恶性", "用活检的 30 项测量区分肿瘤;按漏诊的代价选择阈值。"],
  regression: ["由表格预测数值", "一年后病情会发展到哪一步?预测数值,并与平均值和直线模型对照。"],
  curve: ["拟合曲线", "最小的流水线:带噪声的点、两层网络、一条曲线。"],
  empty: ["空白笔记本", "使用 TypeScript 内核的空白页。"],
}
