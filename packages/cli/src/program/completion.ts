// Scripts that make shells complete commands, options and their values, from the declarations.
import type { Terminal } from '../base/terminal.js'
import { Failure } from '../base/failure.js'
import { type Command, command } from '../commands/command.js'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

/** What a shell needs to know about an option. */
interface Known {
  readonly name: string
  readonly does: string
  readonly takes: Taken
}
/** The values to complete: known ones, or files. */
type Taken = 'nothing' | 'a value' | 'a file' | readonly string[]

export const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)

/** The value names of options that take files. */
const files: ReadonlySet<string> = new Set(['path', 'module'])

/** The value to complete for a command's arguments; several are treated alike. */
const argumentOf = ({ args: [first] }: Command): Taken =>
  first === undefined ? 'nothing' : (first.choices ?? 'a file')

const known = (one: Command): readonly Known[] => [
  ...Object.entries(one.options).map(([name, { does, value, choices }]): Known => ({
    name: kebab(name),
    does,
    takes: value === null ? 'nothing' : (choices ?? (files.has(value) ? 'a file' : 'a value')),
  })),
  { name: 'json', does: 'print JSON, for programs', takes: 'nothing' },
  { name: 'help', does: 'show help', takes: 'nothing' },
]

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
const isList = (takes: Taken): takes is readonly string[] => typeof takes !== 'string'

const scripts: Readonly<Record<Shell, (commands: readonly Command[]) => string>> = {
  bash: (commands) => {
    const values = commands.flatMap((one) =>
      known(one).flatMap(({ name, takes }) =>
        isList(takes) ? [`    '${one.name} --${name}') words='${takes.join(' ')}' ;;`] : [],
      ),
    )
    const firsts = commands.flatMap((one) => {
      const takes = argumentOf(one)
      return isList(takes) ? [`    ${one.name}) words='${takes.join(' ')}' ;;`] : []
    })
    const options = commands.map(
      (one) =>
        `    ${one.name}) words='${known(one)
          .map(({ name }) => `--${name}`)
          .join(' ')}' ;;`,
    )
    return `# eval "$(layersmith completion bash)" in ~/.bashrc
_layersmith() {
  local words='' current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${commands.map(({ name }) => name).join(' ')} --help --version'
  else
    case "\${COMP_WORDS[1]} $before" in
${values.join('\n')}
    esac
    if [ -z "$words" ] && [[ "$current" == -* ]]; then case "\${COMP_WORDS[1]}" in
${options.join('\n')}
    esac; fi
    if [ -z "$words" ] && [ "$COMP_CWORD" -eq 2 ]; then case "\${COMP_WORDS[1]}" in
${firsts.join('\n')}
    esac; fi
  fi
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); fi
}
complete -o default -F _layersmith layersmith`
  },

  zsh: (commands) => {
    const plain = (text: string): string => text.replace(/[[\]:\\]/g, (c) => `\\${c}`)
    const values = (name: string, takes: Taken): string => {
      if (takes === 'nothing') return ''
      if (takes === 'a value') return `:${name}: `
      return takes === 'a file' ? `:${name}:_files` : `:${name}:(${takes.join(' ')})`
    }
    const names = commands.map((one) => quoted(`${one.name}:${plain(one.does)}`))
    const cases = commands.map((one) => {
      const options = known(one).map(({ name, does, takes }) => {
        return quoted(`--${name}[${plain(does)}]${values(name, takes)}`)
      })
      const argument = argumentOf(one)
      if (argument !== 'nothing')
        options.push(quoted(`${isList(argument) ? '1' : '*'}${values('argument', argument)}`))
      return `    ${one.name}) _arguments ${options.join(' ')} ;;`
    })
    return `# eval "$(layersmith completion zsh)" in ~/.zshrc, after compinit
_layersmith() {
  if (( CURRENT == 2 )); then
    if [[ $PREFIX == -* ]]; then
      compadd -- --help --version
      return
    fi
    local -a commands=(${names.join(' ')})
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _layersmith layersmith`
  },

  fish: (commands) => {
    const first = 'complete -c layersmith -n __fish_use_subcommand -f'
    const after = ({ name }: Command): string =>
      `complete -c layersmith -n '__fish_seen_subcommand_from ${name}'`
    const values = (takes: Taken): string => {
      if (takes === 'nothing') return ''
      if (takes === 'a value') return ' -x'
      return takes === 'a file' ? ' -r' : ` -x -a ${quoted(takes.join(' '))}`
    }
    const argumentsOf = (one: Command): readonly string[] => {
      const takes = argumentOf(one)
      if (takes === 'nothing') return [`${after(one)} -f`]
      return isList(takes) ? [`${after(one)} -f -a ${quoted(takes.join(' '))}`] : []
    }
    const lines = commands.flatMap((one) => [
      `${first} -a ${one.name} -d ${quoted(one.does)}`,
      ...known(one).map(({ name, does, takes }) => {
        return `${after(one)} -l ${name}${values(takes)} -d ${quoted(does)}`
      }),
      ...argumentsOf(one),
    ])
    return [
      '# layersmith completion fish | source',
      `${first} -l help -d 'show help'`,
      `${first} -l version -d 'show the version'`,
      ...lines,
    ].join('\n')
  },
}

/** The command that prints these scripts; it completes itself too. */
export const completionOf = (commands: readonly Command[]): Command => {
  const completion: Command = command({
    name: 'completion',
    does: 'Print a script that makes a shell complete commands, options and values',
    args: [{ name: 'SHELL', does: shells.join(', '), choices: shells }],
    options: {},
    examples: [
      'eval "$(layersmith completion bash)"   # in ~/.bashrc',
      'eval "$(layersmith completion zsh)"    # in ~/.zshrc, after compinit',
      'layersmith completion fish | source    # in ~/.config/fish/config.fish',
    ],
    run: ({ args: [shell], json, terminal }) => {
      const found = shells.find((one) => one === shell)
      if (found === undefined)
        throw new Failure(`SHELL must be one of ${shells.join(', ')}, got "${shell}"`, 2)
      show(scripts[found]([...commands, completion]), json, terminal)
      return Promise.resolve(0)
    },
  })
  return completion
}

const show = (script: string, json: boolean, terminal: Terminal): void =>
  terminal.print(json ? JSON.stringify({ script }) : script)
