import { createElement, Fragment, type ReactNode } from 'react'

/** Draws a list whose items are told apart by their place alone: the words of a text, the cells of a row. */
export const each = <T>(list: readonly T[], draw: (it: T, index: number) => ReactNode): ReactNode =>
  createElement(Fragment, null, ...list.map(draw))
