import type { Intent } from './intent.ts'

/** Shown at once while the answer is being found. */
export const workingLine = (intent: Intent): string => {
  switch (intent.verb) {
    case 'check':
      return `Checking ${intent.target} …`
    case 'explain':
      return 'Looking for the failure and its cause …'
    case 'policy':
      return `Reading the key policy for ${intent.target} …`
    case 'retry':
      return 'Looking at what can be copied again …'
    case 'restore':
      return `Reading ${intent.target ?? 'what can be restored'} and its recovery points …`
    default:
      return 'One moment.'
  }
}
