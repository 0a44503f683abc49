import type { FormTools } from './forms.ts'

type Asked = keyof FormTools

/** What a form asks of a function that may read AWS: the name of a tool and its arguments, as JSON. */
export type FormQuestion = { readonly forms: Asked; readonly with: readonly unknown[] }

export const isFormQuestion = (event: unknown): event is FormQuestion =>
  typeof event === 'object' && event !== null && 'forms' in event && 'with' in event && Array.isArray(event.with)

/** Answers in the function that may read; whoever asked checked the signature and the shape of what Slack sent. */
export const answerForm = async (question: FormQuestion, tools: FormTools): Promise<unknown> => {
  const args = question.with as never[]
  switch (question.forms) {
    case 'acts':
      return tools.acts
    case 'points':
      return tools.points(...(args as unknown as Parameters<FormTools['points']>))
    case 'found':
      return tools.found(...(args as unknown as Parameters<FormTools['found']>))
    case 'redrawn':
      return tools.redrawn(...(args as unknown as Parameters<FormTools['redrawn']>))
    case 'meant':
      return tools.meant(...(args as unknown as Parameters<FormTools['meant']>))
    case 'filled':
      return tools.filled(...(args as unknown as Parameters<FormTools['filled']>))
  }
}

/** The same tools for a function that may not: each asks the other one. */
export const farForms = async (ask: (question: FormQuestion) => Promise<unknown>): Promise<FormTools> => {
  const far = <N extends Asked>(forms: N, ...args: readonly unknown[]) => ask({ forms, with: args })
  return {
    acts: (await far('acts')) === true,
    points: async (...args) => (await far('points', ...args)) as Awaited<ReturnType<FormTools['points']>>,
    found: async (...args) => (await far('found', ...args)) as Awaited<ReturnType<FormTools['found']>>,
    redrawn: async (...args) => (await far('redrawn', ...args)) as Awaited<ReturnType<FormTools['redrawn']>>,
    meant: async (...args) => (await far('meant', ...args)) as Awaited<ReturnType<FormTools['meant']>>,
    filled: async (...args) => (await far('filled', ...args)) as Awaited<ReturnType<FormTools['filled']>>,
  }
}
