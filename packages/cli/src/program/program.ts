// Turns the declarations of the commands into a program: commander parses, and its messages about
// wrong usage become one line.
import { Command as Commander, CommanderError, InvalidArgumentError, Option } from 'commander'
import { Failure, type ExitCode, messageOf } from '../base/failure.js'
import { styled, type Terminal } from '../base/terminal.js'
import type { Command } from '../commands/command.js'
import { completionOf, kebab } from './completion.js'

const EXITS = `
Exit codes: 0 done, 1 findings or a file that cannot be used, 2 wrong usage, 130 interrupted.
Nothing is sent anywhere, and only the places that you name are written to.
A module (.ts, .js) is code and runs; files of all other formats are read as data.`

const indented = (lines: readonly string[]): string => lines.map((l) => `  $ ${l}`).join('\n')

/** The options of a command as commander takes them; each reads its value. */
const optionsOf = (one: Command): readonly Option[] => [
  ...Object.entries(one.options).map(([name, { value, does, read }]) => {
    const option = new Option(`--${kebab(name)}${value === null ? '' : ` <${value}>`}`, does)
    return value === null
      ? option
      : option.argParser((given) => {
          try {
            return read(given)
          } catch (e) {
            throw new InvalidArgumentError(messageOf(e))
          }
        })
  }),
  new Option('--json', 'print JSON, for programs'),
]

export interface ProgramOptions {
  readonly terminal: Terminal
  readonly version: string
  readonly commands: readonly Command[]
}

/**
 * Runs the program with these arguments, without the names of Node.js and the script. An error is
 * one line on the standard error; `LAYERSMITH_DEBUG` adds the stack trace.
 */
export const runProgram = async (
  args: readonly string[],
  options: ProgramOptions,
): Promise<ExitCode> => {
  try {
    return await parsed(args, options)
  } catch (e) {
    options.terminal.note(styled('red', 'layersmith:'), ` ${messageOf(e)}`)
    if (process.env.LAYERSMITH_DEBUG !== undefined && e instanceof Error)
      options.terminal.note(e.stack ?? 'no stack trace')
    return e instanceof Failure ? e.exit : 1
  }
}

const parsed = async (
  args: readonly string[],
  { terminal, version, commands }: ProgramOptions,
): Promise<ExitCode> => {
  let exit: ExitCode = 0
  const program = new Commander('layersmith')
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (sub) => sub.name() })
    .description('The everyday jobs with TensorFlow.js models and layersmith nets.')
    .version(version)
    .addHelpText('after', EXITS)
  const all = [program]
  for (const one of [...commands, completionOf(commands)]) {
    const sub = program.command(one.name).description(one.does)
    for (const { name, does, variadic } of one.args)
      sub.argument(variadic === true ? `<${name}...>` : `<${name}>`, does)
    for (const option of optionsOf(one)) sub.addOption(option)
    sub.addHelpText(
      'after',
      `\n${one.more === undefined ? '' : `${one.more}\n\n`}Examples:\n${indented(one.examples)}`,
    )
    sub.action(async () => {
      const { json = false, ...given } = sub.opts<Record<string, unknown>>()
      const defaults = Object.entries(one.options).map(
        ([n, { otherwise }]) => [n, otherwise] as const,
      )
      exit = await one.run({
        args: sub.args,
        options: { ...Object.fromEntries(defaults), ...given },
        json: json === true,
        terminal,
      })
    })
    all.push(sub)
  }
  for (const one of all)
    one.exitOverride().configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: () => undefined, // the thrown error says it
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
  if (args.length === 0) {
    terminal.print(program.helpInformation().trimEnd())
    terminal.print(EXITS)
    return 2
  }
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (e) {
    if (!(e instanceof CommanderError)) throw e
    if (e.exitCode === 0) return 0
    throw new Failure(usage(e, args), 2)
  }
  return exit
}

/** Commander's message, in one line. */
const usage = ({ message }: CommanderError, [name = '']: readonly string[]): string => {
  const said = message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean $1?')
    .replace(/ argument '([^']*)' is invalid\. (must .*)$/, ' $2, got "$1"')
    .replace(/\.$/, '')
  if (said.endsWith('?')) return said
  const help = name.startsWith('-') || said.startsWith('unknown command') ? '' : ` ${name}`
  return `${said}; see layersmith${help} --help`
}
