import type { KnownBlock } from '@slack/types'
import type { House } from '../src/core/house.ts'
import type { Kind } from '../src/core/kind.ts'
import {
  type Draft,
  type FormValues,
  fieldsOf,
  modesOf,
  type Point,
  parameter,
  type Recipe,
} from '../src/core/restore.ts'
import { bold, code, context, date, join, mrk, prose, section } from './kit.ts'

export type Restorable = {
  readonly resource: Draft['resource']
  readonly kind: Kind
  readonly recipe: Recipe
  readonly points: readonly (Point & { readonly status: string })[]
  readonly unread: readonly string[]
  readonly values: FormValues
}

const shown = 10

/** The form in words, for where no form can be shown. */
export const restorableBlocks = (it: Restorable, house: House): KnownBlock[] => {
  const { resource, kind, recipe, points, unread, values } = it
  const lines = points
    .slice(0, shown)
    .map(
      point =>
        mrk`${date(point.createdAt)} in ${code(point.vault)}${point.account === house.central.account ? mrk` (central, ${point.region}: copied back first)` : mrk``}, ${point.status}, ${
          point.expiresAt === null ? mrk`kept for ever` : mrk`until ${date(point.expiresAt)}`
        }\n    ${code(point.arn)}`,
    )
  const fields = modesOf(recipe).flatMap(mode =>
    fieldsOf(recipe, mode).map(field => {
      const value = values[parameter(field)]
      return mrk`${prose(field.label)}${field.required ? mrk` (needed)` : mrk``}${value === undefined ? mrk`` : mrk`: ${code(value)}`}`
    }),
  )
  return [
    section(mrk`${kind.name} ${bold(resource.name)}\n${code(resource.arn)}`),
    section(join([mrk`*Recovery points, newest first*`, ...lines], '\n')),
    ...(points.length > shown ? [context(mrk`${points.length - shown} more.`)] : []),
    ...unread.map(detail => context(mrk`:grey_question: ${prose(detail)}`)),
    section(
      join(
        [
          mrk`*The form asks for* the recovery point, the target account and Region, the reason, how urgent it is, and to restore it as ${prose(recipe.makes)}:`,
          ...[...new Map(fields.map(field => [field.mrkdwn, field])).values()],
        ],
        '\n',
      ),
    ),
    section(mrk`*File it in Slack*, where it is known who asks:\n${code(`/backup restore ${resource.arn}`)}`),
  ]
}
