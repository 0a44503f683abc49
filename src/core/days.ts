/** `one day`, `35 days`. */
export const days = (count: number): string => (count === 1 ? 'one day' : `${count} days`)
