import { backupPolicies } from '../links.ts'
import { type About, blocked, type Judgement, ok, rule } from '../rule.ts'

const near = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

const byValue = (value: string, { house: { tag, member }, resource }: About): Judgement => {
  const { key, enabled, disabled, custom } = tag
  const fix = { say: `Set the tag ${key}=${enabled} on ${resource.arn}.` }
  if (value === enabled) return ok(`The tag ${key}=${enabled} is on the resource.`)
  if (value === disabled)
    return {
      outcome: 'by choice',
      because: `The tag ${key}=${disabled} says that no backup is wanted.`,
      fix: { say: `Nothing to do, or set ${key}=${enabled} if a backup is wanted after all.` },
    }
  if (value === custom)
    return {
      outcome: 'by choice',
      because: `The tag ${key}=${custom} says that the team backs it up itself. The CDX guide advises against it: backups inside a broken account are worthless.`,
      fix: { say: `Set ${key}=${enabled} to have a copy outside the account.` },
    }
  const alike = [enabled, disabled, custom].find(known => near(known, value))
  return alike === undefined
    ? blocked(`The tag ${key} has the value "${value}", which no backup policy selects.`, fix)
    : blocked(`The tag ${key} has the value "${value}": "${alike}" must be written exactly so, case included.`, {
        say:
          alike === enabled
            ? fix.say
            : `Set the tag to exactly ${key}=${alike}, or to ${key}=${enabled} for a backup into ${member.vault}.`,
      })
}

export const tagEnabled = rule({
  id: 'tag-enabled',
  title: 'The tag that asks for a backup is on the resource',
  stage: 'selected',
  authority: 'aws',
  source: backupPolicies,
  needs: ['tags'],
  judge: ({ tags }, about) => {
    const { key, enabled } = about.house.tag
    const value = Object.hasOwn(tags, key) ? tags[key] : undefined
    if (value !== undefined) return byValue(value, about)
    const alike = Object.keys(tags).find(name => near(name, key))
    const fix = { say: `Set the tag ${key}=${enabled} on ${about.resource.arn}.` }
    return alike === undefined
      ? blocked(`The tag ${key} is missing, so no backup policy selects the resource.`, fix)
      : blocked(`The tag key is "${alike}": it must be written exactly "${key}", case included.`, fix)
  },
})
