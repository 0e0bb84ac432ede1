/** Markdown as markup that is safe in the page. `attachments` are pictures of the cell, as data URLs by name. */
export declare function drawMarkdown(source: string, attachments?: Readonly<Record<string, string>>): Promise<string>
