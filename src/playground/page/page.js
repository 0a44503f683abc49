const $ = id => document.getElementById(id)
const make = (tag, props = {}, ...children) => {
  const it = Object.assign(document.createElement(tag), props)
  it.append(...children)
  return it
}
const emoji = {
  white_check_mark: '✅',
  x: '❌',
  grey_question: '❔',
  bulb: '💡',
  no_entry_sign: '🚫',
  hourglass_flowing_sand: '⏳',
  warning: '⚠️',
}

const plain = text => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
const when = seconds => new Date(seconds * 1000).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })

// Everything reaches the page as text nodes: mrkdwn is cut into pieces, never put in as HTML.
const pieces =
  /<!date\^(\d+)\^[^|>]*\|[^>]*>|<(https:[^|>]*)\|([^>]*)>|```([\s\S]+?)```|`([^`\n]+)`|\*([^*\n]+)\*|:([a-z_]+):/g
const mrkdwn = text => {
  const out = []
  let last = 0
  for (const m of text.matchAll(pieces)) {
    out.push(plain(text.slice(last, m.index)))
    last = m.index + m[0].length
    const [all, date, url, label, block, code, bold, name] = m
    if (date) out.push(when(Number(date)))
    else if (url) out.push(make('a', { href: plain(url), target: '_blank', rel: 'noopener' }, plain(label)))
    else if (block) out.push(make('pre', {}, plain(block)))
    else if (code) out.push(make('code', {}, plain(code)))
    else if (bold) out.push(make('b', {}, plain(bold)))
    else out.push(emoji[name] ?? all)
  }
  out.push(plain(text.slice(last)))
  return out
}
const text = it => (it.type === 'mrkdwn' ? mrkdwn(it.text) : [it.text])

const draw = (block, index, message) => {
  switch (block.type) {
    case 'section':
      return make('div', { className: 'section' }, ...text(block.text))
    case 'header':
      return make('h3', {}, ...text(block.text))
    case 'context':
      return make('div', { className: 'context' }, ...block.elements.flatMap(text))
    case 'divider':
      return make('hr')
    case 'actions':
      return make(
        'div',
        { className: 'actions' },
        ...block.elements.map(button =>
          make(
            'button',
            {
              className: button.style ?? '',
              title: `/backup ${button.value}`,
              onclick: () => press(message, button, index),
            },
            button.text.text,
          ),
        ),
      )
    default:
      throw new Error(`This page cannot draw a block of type ${block.type}.`)
  }
}

const send = (path, body) =>
  fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const press = (message, button, index) => {
  if (button.confirm && !confirm(`${button.confirm.title.text}\n\n${plain(button.confirm.text.text)}`)) return
  send('play/click', { user: $('person').value, ts: message.ts, action: button.action_id, block: index })
}

let state
const drawMessages = () => {
  const me = $('person').value
  const shown = state.messages.filter(m => m.channel === $('channel').value && (!m.onlyFor || m.onlyFor === me))
  const list = $('messages')
  const atEnd = list.scrollTop + list.clientHeight > list.scrollHeight - 80
  list.replaceChildren(
    ...shown.map(m => {
      const name = state.people.find(p => p.id === m.from)?.name ?? 'backup-bot'
      const marks = [when(Number(m.ts)), m.onlyFor ? 'Only visible to you' : '', m.edited ? 'edited' : '']
      return make(
        'li',
        { className: m.from ? 'own' : '' },
        make('div', { className: 'who' }, name, make('span', {}, marks.filter(Boolean).join(' · '))),
        ...(m.blocks.length
          ? m.blocks.map((b, i) => draw(b, i, m))
          : [make('div', { className: 'section' }, ...mrkdwn(m.text))]),
      )
    }),
  )
  if (atEnd) list.scrollTop = list.scrollHeight
}

const load = async () => {
  state = await (await fetch('play/state')).json()
  if (!$('person').options.length) {
    $('person').append(...state.people.map(p => make('option', { value: p.id }, `${p.name}, ${p.role}`)))
    $('channel').append(...state.channels.map(c => make('option', { value: c.id }, `#${c.name}`)))
    $('examples').append(
      ...state.examples.map(e =>
        make(
          'li',
          {},
          make('button', { onclick: () => say(`/backup check ${e.words}`) }, e.name, make('small', {}, e.about)),
        ),
      ),
    )
  }
  drawMessages()
}
const say = words => send('play/say', { user: $('person').value, channel: $('channel').value, text: words })

$('composer').onsubmit = event => {
  event.preventDefault()
  if ($('words').value.trim()) say($('words').value)
  $('words').value = ''
}
$('person').onchange = drawMessages
$('channel').onchange = drawMessages
new EventSource('play/changes').onmessage = load
