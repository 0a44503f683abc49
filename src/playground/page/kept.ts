import { useEffect, useState } from 'react'

/** State that outlives a reload of this tab. */
export const useKept = <T>(name: string, first: T) => {
  const [value, setValue] = useState<T>(() => JSON.parse(sessionStorage.getItem(name) ?? 'null') ?? first)
  useEffect(() => sessionStorage.setItem(name, JSON.stringify(value)), [name, value])
  return [value, setValue] as const
}
