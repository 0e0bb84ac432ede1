import type { Loose } from "./en.ts"
import type { placesEn } from "./places.en.ts"

export const placesZh: Loose<typeof placesEn> = {
  beside: {
    startTemplate: "从模板开始",
    noServices: "没有正在运行的服务",
    noServicesText: "%%deploy 单元格会把通过门槛的模型部署为本机服务。服务会列在这里，关闭应用后仍继续运行。",
    states: { starting: "正在启动", ready: "就绪", stopped: "已停止", failed: "失败" },
    stopping: "正在停止…",
    stopService: name => `停止 ${name}`,
    notStopped: "服务没有停止",
    target: (target, folder) => (folder === "" ? `本机（${target}）` : `${target}，${folder}`),
    noPlugins: "没有插件",
    noPluginsText: "plugins/ 中带有清单的文件夹就是插件：它提供单元格可以导入的数据集。",
    pluginsText: "插件是 plugins/ 中带有清单的文件夹。它在独立的进程中运行，只有这里列出的权限。",
    permissions: (network, files) =>
      [
        network.length === 0 ? "无网络" : `网络：${network.join("、")}`,
        files.length === 0 ? "无文件" : `文件：${files.join("、")}`,
      ].join(" · "),
    noAnswer: reason => `主机没有回答：${reason}`,
  },
  backend: {
    title: "张量由什么计算",
    javascript: "TensorFlow.js",
    notLoaded: "尚未加载",
    threads: count => `${count} 个线程`,
    unloaded: "此内核还没有计算过张量：尚未加载任何计算库。",
    inJavaScript: "此内核目前用 JavaScript 逐个计算运算；首次训练时会加载原生库。",
    native: version => `TensorFlow ${version} · CPU`,
    gpu: version => `TensorFlow ${version} · GPU`,
    slow: why => `张量由 JavaScript 计算；快得多的原生 TensorFlow 没有使用（${why}）。`,
    onCpu: version => `原生 TensorFlow ${version} 在本机处理器上计算。`,
    onGpu: version => `使用为 NVIDIA GPU 构建的原生 TensorFlow ${version}；没有 GPU 时使用处理器。`,
    forGpu: "在 Linux 上使用 NVIDIA GPU，只需运行一次：",
    once: "在终端里运行一条命令即可，对所有工作区生效：",
    source: "在 Kaon 源码目录中，请用 npm start -- 代替 kaon。",
    copy: "复制命令",
    copied: "已复制",
    restart: "重启内核",
  },
}
