import { randomBytes } from 'node:crypto'
import express, { type Router } from 'express'
import { SlackError, type Workspace } from './workspace.ts'

type Upload = { readonly name: string; readonly length: number; content?: string }
type Args = Record<string, unknown>

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** The body as sent: bare, or the one part of a form. */
const contentOf = async (body: Buffer, type: string | undefined): Promise<string> => {
  if (!type?.startsWith('multipart/form-data')) return body.toString()
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const [part] = form.values()
  return part === undefined ? '' : typeof part === 'string' ? part : part.text()
}

/** Slack's upload in three steps: ask for a URL, post the content there, complete it. https://docs.slack.dev/messaging/working-with-files */
export const createFiles = (workspace: Workspace, origin: () => string) => {
  const uploads = new Map<string, Upload>()

  const complete = (args: Args) => {
    const given = (typeof args.files === 'string' ? JSON.parse(args.files) : args.files) as {
      readonly id: string
      readonly title?: string
    }[]
    const files = given.map(({ id, title }) => {
      const upload = uploads.get(id)
      if (upload?.content === undefined) throw new SlackError('file_not_found')
      return { id, name: upload.name, title: title ?? upload.name, content: upload.content }
    })
    const channel = text(args.channel_id)
    const places = [...workspace.channels, ...workspace.people]
    if (channel && !places.some(it => it.id === channel)) throw new SlackError('channel_not_found')
    if (channel) workspace.post(channel, { text: text(args.initial_comment), thread_ts: args.thread_ts }, { files })
    for (const { id } of files) uploads.delete(id)
    return { files: files.map(({ id, title }) => ({ id, title })) }
  }

  const router: Router = express.Router()
  router.post('/slack/upload/:id', express.raw({ type: () => true, limit: '10mb' }), async (req, res) => {
    const upload = uploads.get(req.params.id)
    if (!upload) return void res.status(404).send('no such upload')
    const content = await contentOf(req.body as Buffer, req.headers['content-type'])
    if (Buffer.byteLength(content) !== upload.length) return void res.status(400).send('wrong length')
    upload.content = content
    res.send(`OK - ${upload.length}`)
  })

  return {
    router,
    methods: {
      'files.getUploadURLExternal': (args: Args) => {
        const [name, length] = [text(args.filename), Number(args.length)]
        if (!name || !(length > 0)) throw new SlackError('invalid_arguments')
        const id = `F${randomBytes(5).toString('hex').toUpperCase()}`
        uploads.set(id, { name, length })
        return { upload_url: `${origin()}/slack/upload/${id}`, file_id: id }
      },
      'files.completeUploadExternal': complete,
    },
  }
}

export type Files = ReturnType<typeof createFiles>
