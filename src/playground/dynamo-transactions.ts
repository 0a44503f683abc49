import { isRecord } from './aws/schema.ts'
import type { Ask, Reply } from './dynamo.ts'
import { isConditionFailed, itemNow, keyOf } from './dynamo-conditions.ts'

type Action = { readonly kind: string; readonly write: Record<string, unknown>; readonly key: Record<string, unknown> }
type Undo = { readonly action: Action; readonly old: Record<string, unknown> | undefined }
type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: Record<string, unknown> }

/**
 * All or nothing: every action is tried in order, and what was done is undone when one fails. The caller sees to it
 * that nothing else runs meanwhile. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const transactWrite = () => {
  const tokens = new Map<string, string>()
  return async (input: Record<string, unknown>, ask: Ask): Promise<Reply> => {
    const { ClientRequestToken: token, TransactItems } = input
    const payload = JSON.stringify(TransactItems)
    const before = typeof token === 'string' ? tokens.get(token) : undefined
    if (before === payload) return { status: 200, body: {} }
    if (before) return failure('IdempotentParameterMismatchException', 'Request token was used with other parameters')
    const items = Array.isArray(TransactItems) ? TransactItems : []
    const refused = unfit(items)
    if (refused) return refused
    const actions = await Promise.all(items.map(item => actionOf(item, ask)))
    const targets = actions.map(({ write, key }) => JSON.stringify([write.TableName, key]))
    if (new Set(targets).size < targets.length) {
      return failure('ValidationException', 'Transaction request cannot include multiple operations on one item')
    }
    const reply = await tryAll(actions, ask)
    if (reply.status === 200 && typeof token === 'string') tokens.set(token, payload)
    return reply
  }
}

export const transactGet = async (input: Record<string, unknown>, ask: Ask): Promise<Reply> => {
  const items = Array.isArray(input.TransactItems) ? input.TransactItems : []
  const refused = unfit(items)
  if (refused) return refused
  const Responses: Record<string, unknown>[] = []
  for (const item of items) {
    const get = isRecord(item) && isRecord(item.Get) ? item.Get : {}
    const reply = await ask('GetItem', { ...get, ConsistentRead: true })
    if (reply.status !== 200) return reply
    Responses.push(reply.body.Item ? { Item: reply.body.Item } : {})
  }
  return { status: 200, body: { Responses } }
}

const unfit = (items: readonly unknown[]): Reply | undefined => {
  if (items.some(item => !isRecord(item) || Object.keys(item).length !== 1))
    return failure('ValidationException', 'TransactItems can only contain one of Check, Put, Update or Delete')
  if (items.length >= 1 && items.length <= 100) return undefined
  const sentence = `Member must have length ${items.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 100'}`
  return failure(
    'ValidationException',
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: ${sentence}`,
  )
}

const actionOf = async (item: unknown, ask: Ask): Promise<Action> => {
  const [kind, write] = Object.entries(isRecord(item) ? item : {})[0] ?? ['', {}]
  const record = isRecord(write) ? write : {}
  return { kind, write: record, key: await keyOf(record, ask) }
}

const tryAll = async (actions: readonly Action[], ask: Ask): Promise<Reply> => {
  const undo: Undo[] = []
  const reasons: Reason[] = []
  for (const action of actions) {
    const old = await itemNow({ ...action.write, Key: action.key }, ask)
    const reply = await perform(action, old, ask)
    if (reply.status === 200) {
      reasons.push({ Code: 'None' })
      undo.unshift({ action, old })
    } else if (isConditionFailed(reply)) {
      const Item = action.write.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? old : undefined
      reasons.push({
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        ...(Item ? { Item } : {}),
      })
    } else {
      await rollBack(undo, ask)
      return reply
    }
  }
  if (reasons.every(({ Code }) => Code === 'None')) return { status: 200, body: {} }
  await rollBack(undo, ask)
  const codes = reasons.map(({ Code }) => Code).join(', ')
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`
  return failure('TransactionCanceledException', message, { CancellationReasons: reasons })
}

const perform = async ({ kind, write, key }: Action, old: Undo['old'], ask: Ask): Promise<Reply> => {
  const {
    TableName,
    ConditionExpression,
    ExpressionAttributeNames,
    ExpressionAttributeValues,
    UpdateExpression,
    Item,
  } = write
  const condition = { TableName, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }
  switch (kind) {
    case 'Put':
      return ask('PutItem', { ...condition, Item })
    case 'Update':
      return ask('UpdateItem', { ...condition, Key: key, UpdateExpression })
    case 'Delete':
      return ask('DeleteItem', { ...condition, Key: key })
    default: {
      // dynalite checks a condition only on a write, so the item is taken away and put back.
      const reply = await ask('DeleteItem', { ...condition, Key: key })
      if (reply.status === 200 && old) await ask('PutItem', { TableName, Item: old })
      return reply
    }
  }
}

const rollBack = async (undo: readonly Undo[], ask: Ask) => {
  for (const { action, old } of undo) {
    const { TableName } = action.write
    await (old ? ask('PutItem', { TableName, Item: old }) : ask('DeleteItem', { TableName, Key: action.key }))
  }
}

export const failure = (type: string, message: string, more: Record<string, unknown> = {}): Reply => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, Message: message, ...more },
})
