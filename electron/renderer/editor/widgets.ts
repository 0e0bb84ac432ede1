const open =
  ".suggest-widget.visible, .parameter-hints-widget.visible, .monaco-hover:not(.hidden), .monaco-menu-container"

/** A list or box of Monaco's is open: keys are its own then. */
export const widgetOpen = (): boolean => document.querySelector(open) !== null
