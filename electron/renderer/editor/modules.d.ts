// Parts of Monaco that it ships without types; they register themselves.
declare module "monaco-editor/editor/contrib/*"
