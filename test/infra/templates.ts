import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStacks } from '../../infra/app.ts'
import type { House } from '../../src/core/house.ts'
import { loadOrganisation } from '../../src/organisation.ts'

export const house = loadOrganisation('organisation.json')

export type Resource = {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
  readonly Condition?: string
}
export type Template = { readonly Resources: Readonly<Record<string, Resource>> }

/** All templates by the name of their stack; throws where cdk-nag or CDK's own rules find something. */
export const templatesOf = (organisation: House = house): Readonly<Record<string, Template>> => {
  const { app } = createStacks(organisation, mkdtempSync(join(tmpdir(), 'synth-')))
  return Object.fromEntries(app.synth().stacks.map(it => [it.id, it.template as Template]))
}

export const ofType = (template: Template | undefined, type: string): readonly Resource[] =>
  Object.values(template?.Resources ?? {}).filter(it => it.Type === type)

/** A value with AWS's intrinsic functions told as text: `arn:<AWS::Partition>:…`, `<Queue.Arn>`. */
export const told = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(told)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [name, argument] = entries[0] ?? []
  if (name === 'Ref') return `<${argument}>`
  if (name === 'Fn::GetAtt') return `<${argument.join('.')}>`
  if (name === 'Fn::Join') return (told(argument[1]) as string[]).join(argument[0])
  return Object.fromEntries(entries.map(([key, it]) => [key, told(it)]))
}

export type Statement = {
  readonly Effect: string
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Principal?: unknown
  readonly Condition?: unknown
}

/** Every statement of every policy in a template, with the resource that it belongs to. */
export const statementsIn = (template: Template): readonly { readonly of: string; readonly it: Statement }[] =>
  Object.entries(template.Resources).flatMap(([of, resource]) => {
    const found: { of: string; it: Statement }[] = []
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      if ('Effect' in value && 'Action' in value) found.push({ of, it: value as unknown as Statement })
      else for (const inside of Object.values(value)) visit(inside)
    }
    visit(told(resource.Properties))
    return found
  })

export const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T]
