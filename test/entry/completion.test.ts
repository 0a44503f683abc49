import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { built } from '../browser/built.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'backup-bot-completion-'))
let program = ''
beforeAll(async () => {
  program = join(await built(), 'backup-bot.mjs')
}, 120_000)
const completion = (...words: readonly string[]) => run(process.execPath, [program, 'completion', ...words])

const has = (shell: string) =>
  run(shell, ['-c', 'exit 0']).then(
    () => true,
    () => false,
  )

const script = async (shell: string) => {
  const file = join(folder, shell)
  writeFileSync(file, (await completion(shell)).stdout)
  return file
}

/** Readline splits the line at spaces, : and = before it calls the function. */
const readlineWords = (line: string) => [...line.matchAll(/[:=]+|[^\s:=]+|(?<=\s)$/g)].map(it => it[0])

/** What each shell makes of Tab at the end of the line. */
const shells: Readonly<Record<string, (file: string, line: string) => Promise<string>>> = {
  bash: async (file, line) => {
    const words = readlineWords(line).map(it => `'${it}'`)
    const asks = `source '${file}'; source '${file}'; COMP_LINE='${line}' COMP_POINT=${line.length}; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; $(complete -p backup-bot | sed 's/.*-F \\([^ ]*\\).*/\\1/'); printf '%s\\n' "\${COMPREPLY[@]}"`
    return (await run('bash', ['--norc', '-euc', asks])).stdout
  },
  fish: async (file, line) => (await run('fish', ['-N', '-c', `source '${file}'; complete -C '${line}'`])).stdout,
  zsh: async (file, line) => {
    // Tab can be pressed in a terminal only: zpty is zsh's own.
    const asks = `zmodload zsh/zpty; zpty z zsh -f -i
zpty -w z $'PS1=; unsetopt zle_bracketed_paste; LISTMAX=999; autoload -Uz compinit; compinit -u -d ${folder}/dump; source ${file}; bindkey "^I" list-choices; print RE""ADY'
until [[ $seen == *READY* ]]; do zpty -r z part; seen+=$part; done
zpty -n -w z '${line}'$'\\t'; seen=; sleep 0.2
zpty -n -w z $'\\C-u'; zpty -w z 'print DO""NE'
until [[ $seen == *DONE* ]]; do zpty -r z part; seen+=$part; done
print -r -- $seen`
    return (await run('zsh', ['-f', '-c', asks])).stdout
  },
}
/** The words alone: bash shows no meanings, and takes off what stands before the last : or = itself. */
const offered = (out: string) => out.split(/\n/).flatMap(it => it.split('\t')[0] || [])

const asked: readonly (readonly [string, readonly string[]])[] = [
  ['backup-bot ch', ['check']],
  ['backup-bot policy vol-1 --format=ter', ['--format=terraform']],
  ['backup-bot check vol-1 data', ['data-prod']],
  [
    'backup-bot --play check arn:aws:ec2:eu-central-1:111122223333:volume/vol-0280',
    ['arn:aws:ec2:eu-central-1:111122223333:volume/vol-0280c157b4de26ade'],
  ],
  ['backup-bot explain "$(touch pwned)" --acc', ['--account']],
]

describe.each(Object.keys(shells))('completion for %s', { timeout: 120_000 }, shell => {
  it('offers in the shell itself what may follow', async context => {
    if (!(await has(shell))) context.skip(`${shell} is not here; get it with: apt-get install ${shell}`)
    const file = await script(shell)
    for (const [line, words] of asked) {
      const out = (await shells[shell]?.(file, line)) ?? ''
      if (shell === 'zsh') for (const word of words) expect(out, line).toContain(word)
      else {
        const cut = shell === 'bash' ? /^.*[:=]/ : /^$/
        expect(offered(out), line).toEqual(words.map(it => it.replace(cut, '')))
      }
    }
    await expect(run('ls', ['pwned'])).rejects.toThrow()
  })
})

describe('backup-bot completion', () => {
  it.each([
    [[], /Which shell\? bash, zsh or fish\./],
    [['fihs'], /did you mean fish\?/],
  ])('%j is a mistake', async (words, says) => {
    await expect(completion(...words)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(says),
    })
  })
})
