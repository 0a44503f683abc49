import { type Choice, completions, type Places } from '../core/completion.ts'
import { type Mistake, mistake } from '../core/trouble.ts'
import { shells } from '../core/verbs.ts'
import { nearest } from '../core/words.ts'
import { loadOrganisation, organisationFile } from '../organisation.ts'

type Shell = (typeof shells)[number]

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`
/** This very program, also where it is not on the PATH or only an alias. */
const program = () => [process.execPath, ...process.execArgv, process.argv[1] ?? ''].map(quoted).join(' ')

/** Each hands over the line up to the cursor, unevaluated, and offers what comes back. */
const scripts: Readonly<Record<Shell, (ask: string) => string>> = {
  // Readline breaks words at : and =, so what stands before the last of them is taken off again.
  bash: ask => `# backup-bot: completion for bash.  source <(backup-bot completion bash)
_backup_bot() {
  local line=\${COMP_LINE:0:COMP_POINT} IFS=$'\\n'
  local word=\${line##*[[:space:]]} cur=\${COMP_WORDS[COMP_CWORD]}
  [[ $cur == [:=] ]] && cur=
  local lead=\${word%"$cur"}
  COMPREPLY=($(${ask} "$line" 2>/dev/null | cut -f1))
  COMPREPLY=("\${COMPREPLY[@]#"$lead"}")
}
complete -o default -F _backup_bot backup-bot
`,
  zsh: ask => `#compdef backup-bot
# backup-bot: completion for zsh.  source <(backup-bot completion zsh)
_backup_bot() {
  local -a found
  found=("\${(@f)$(${ask} "\${(j: :)words[1,CURRENT]}" 2>/dev/null)}")
  found=("\${(@)found//:/\\\\:}")
  found=("\${(@)found/$'\\t'/:}")
  [[ -n $found ]] && _describe backup-bot found || _files
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _backup_bot backup-bot
`,
  fish: ask => `# backup-bot: completion for fish.  backup-bot completion fish | source
function __backup_bot
  ${ask} (commandline -cp | string collect) 2>/dev/null
end
complete -c backup-bot -f -a '(__backup_bot)'
complete -c backup-bot -n '__fish_seen_subcommand_from event' -F
complete -c backup-bot -l organisation -rF
complete -c backup-bot -l policy-file -rF
`,
}

/** The script that a shell sources. */
export const completionScript = ([shell, ...more]: readonly string[]): string | Mistake => {
  const known = shells.find(it => it === shell)
  if (known && more.length === 0) return scripts[known](`${program()} complete`)
  const meant = shell === undefined ? undefined : nearest(shell, shells)
  return mistake(`Which shell? bash, zsh or fish${meant ? `; did you mean ${meant}?` : '.'}`, { usage: 'completion' })
}

/** The resources of the embedded world, where that is asked. */
type World = () => Promise<readonly Choice[]>

const placesFor = async (line: string, world: World): Promise<Places> => {
  const [, file] = /\s--organisation[= ](\S+)/.exec(line) ?? []
  const { accounts, regions } = loadOrganisation(organisationFile(process.env, file))
  return { accounts, regions, resources: /\s--play\s/.test(line) ? await world() : [] }
}

/** What may follow the line, one choice a line, its meaning behind a tab. Whatever is wrong: fewer choices, never a word of it. */
export const complete = async (line: string, world: World): Promise<string> => {
  const places = await placesFor(line, world).catch(() => ({ accounts: [], regions: [], resources: [] }))
  return completions(line.replace(/^\s*\S+\s*/, ''), places)
    .map(({ word, about }) => `${word}${about ? `\t${about.replaceAll(/\s+/g, ' ')}` : ''}\n`)
    .join('')
}
