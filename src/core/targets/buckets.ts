import type { Target } from './target.ts'
import { unsupportedEntry } from './unsupported.ts'

/** A name by which a general purpose bucket can be made today: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const isBucketName = (name: string): boolean =>
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
  !name.includes('..') &&
  !/^\d{1,3}(\.\d{1,3}){3}$/.test(name) &&
  !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
  !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)

/** A bucket whose name says that it is of another sort. */
export function directoryBucket(name: string): Target | undefined {
  const service = name.endsWith('--x-s3') ? 's3express' : name.endsWith('--table-s3') ? 's3tables' : undefined
  return service && { found: 'unsupported', service, ...unsupportedEntry(service) }
}
