import { isComposite } from '../composite.ts'
import { cloudformation } from '../links.ts'
import { ok, rule } from '../rule.ts'

/** The readers report a composite without parts once they know what is inside it. */
export const contentsKnown = rule({
  id: 'contents-known',
  title: 'What is inside is known',
  stage: 'backed up',
  authority: 'aws',
  source: cloudformation,
  needs: ['encryption'],
  applies: ({ kind }) => isComposite(kind),
  judge: (_, { kind }) => ok(`Each resource inside the ${kind.name} is judged by itself.`),
})
