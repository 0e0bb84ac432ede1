import type { dataEn } from "./data.en.ts"
import type { Loose } from "./en.ts"

export const dataZh: Loose<typeof dataEn> = {
  grid: {
    loading: "正在读取…",
    rows: count => `${count.toLocaleString("en")} 行`,
    columnsOf: (shown, total) => `共 ${total.toLocaleString("en")} 列，显示前 ${shown} 列`,
    about: column => `${column} 的筛选与统计`,
    removeFilter: "移除此筛选",
    ascending: "升序",
    descending: "降序",
    comparison: "比较方式",
    comparisons: { contains: "包含", "=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥" },
    filter: "输入筛选值后按回车",
    filterValue: column => `按 ${column} 筛选`,
    copied: rows => `已复制 ${rows.toLocaleString("en")} 行`,
    count: "行数",
    missing: "缺失",
    distinct: "不同值",
    least: "最小",
    greatest: "最大",
    mean: "平均",
    deviation: "标准差",
    histogram: bins => `直方图。${bins}`,
    frequent: "最常见的值",
  },
  outputs: {
    search: "搜索输出",
  },
  values: {
    filter: "筛选变量",
    none: text => `没有与“${text}”匹配的变量。`,
    unsupported: kernel => `${kernel} 不提供变量信息。`,
    byName: "名称",
    byType: "类型",
    bySize: "大小",
    sortBy: what => `按${what}排序`,
    openTable: name => `以表格打开 ${name}`,
    show: name => `显示 ${name}`,
    definedIn: "转到所在单元格",
    table: name => `表格 ${name}`,
  },
}
