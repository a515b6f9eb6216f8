import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(__dirname, '..', '..')

/** What a sample printed, errors after it, and how it ended: 0 is well. */
export interface SampleRun {
  readonly output: string
  readonly status: number
}

/** How long all samples of one call may take together, in milliseconds: compilers start cold. */
const longest = 180_000

const run = (
  folder: string,
  command: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SampleRun> =>
  new Promise((resolve) => {
    const options = {
      cwd: folder,
      timeout: longest,
      maxBuffer: 64 * 1024 * 1024,
      // Nothing of the machine's settings: no .curlrc, .netrc or proxy.
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C.UTF-8', ...env },
    }
    execFile(command, words, options, (error, stdout, stderr) => {
      const status = typeof error?.code === 'number' ? error.code : error ? 1 : 0
      resolve({ output: stdout + stderr, status })
    })
  })

const mustRun = async (...words: Parameters<typeof run>): Promise<void> => {
  const { output, status } = await run(...words)
  if (status !== 0) throw new Error(`${words[1]} ${words[2].join(' ')} failed:\n${output}`)
}

/** A sample as a file, or in a folder, of its own. */
const write = (folder: string, name: string, text: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

type Runner = (folder: string, sources: readonly string[]) => Promise<readonly SampleRun[]>

/** A process for each sample, two at a time. */
const each =
  (command: string, ending: string): Runner =>
  async (folder, sources) => {
    sources.forEach((source, index) => write(folder, `${index}.${ending}`, source))
    const runs: SampleRun[] = []
    const indexes = sources.keys()
    const work = async (): Promise<void> => {
      for (const index of indexes) runs[index] = await run(folder, command, [`${index}.${ending}`])
    }
    await Promise.all([work(), work()])
    return runs
  }

/** What a driver has left of each sample: N.out, and N.err where it failed. */
const collect = (folder: string, count: number): readonly SampleRun[] =>
  Array.from({ length: count }, (_, index) => {
    const read = (ending: string): string => {
      const file = join(folder, `${index}.${ending}`)
      return existsSync(file) ? readFileSync(file, 'utf8') : ''
    }
    const failure = read('err')
    return { output: read('out') + failure, status: failure === '' ? 0 : 1 }
  })

/**
 * One process for all: a driver runs one after the other, each with an output of its own. That hides what a sample takes
 * from the one before, such as a library: samples-alone.test.ts runs one by itself.
 */
const driven =
  (
    command: string,
    words: readonly string[],
    driver: readonly [name: string, text: string],
    ending: string,
  ): Runner =>
  async (folder, sources) => {
    sources.forEach((source, index) => write(folder, `${index}.${ending}`, source))
    write(folder, ...driver)
    await mustRun(folder, command, [...words, driver[0], String(sources.length)])
    return collect(folder, sources.length)
  }

const nodeDriver = `
import { writeFileSync } from 'node:fs'
for (let n = 0; n < Number(process.argv[2]); n++) {
  const lines = []
  console.log = (...words) => lines.push(words.join(' ') + '\\n')
  await import('./' + n + '.mjs').catch((error) => writeFileSync(n + '.err', error.stack))
  writeFileSync(n + '.out', lines.join(''))
}
`

const rubyDriver = `
require 'net/http'
ARGV[0].to_i.times do |n|
  Process.wait(fork do
    $stdout.reopen("#{n}.out", 'w')
    begin
      load "./#{n}.rb"
    rescue Exception => error
      File.write("#{n}.err", error.full_message)
    end
  end)
end
`

const pythonDriver = `
import contextlib, sys, traceback
for n in range(int(sys.argv[1])):
    with open(f"{n}.out", "w", encoding="utf-8", newline="") as out, contextlib.redirect_stdout(out):
        try:
            with open(f"{n}.py", encoding="utf-8", newline="") as source:
                code = compile(source.read(), f"{n}.py", "exec")
            exec(code, {"__name__": "__main__"})
        except BaseException:
            with open(f"{n}.err", "w", encoding="utf-8") as error:
                traceback.print_exc(file=error)
`

const rDriver = `
count <- as.integer(commandArgs(trailingOnly = TRUE)[1])
for (n in seq_len(count) - 1) {
  sink(paste0(n, ".out"))
  tryCatch(
    source(paste0(n, ".R"), local = new.env()),
    error = function(e) writeLines(conditionMessage(e), paste0(n, ".err"))
  )
  sink()
}
`

/** Replaces a line of a sample, which must be there once. */
const replaceLine = (source: string, line: string, by: string): string => {
  const lines = source.split('\n')
  if (lines.filter((one) => one === line).length !== 1)
    throw new Error(`There should be one line ${JSON.stringify(line)} in:\n${source}`)
  return lines.map((one) => (one === line ? by : one)).join('\n')
}

const javaDriver = (count: number): string => `
import java.io.*;
public class Driver {
  interface Main { void run(String[] args) throws Exception; }
  public static void main(String[] args) throws Exception {
    Main[] all = { ${Array.from({ length: count }, (_, n) => `Sample${n}::main`).join(', ')} };
    for (int n = 0; n < all.length; n++) {
      try (PrintStream out = new PrintStream(n + ".out", "UTF-8")) {
        System.setOut(out);
        all[n].run(new String[0]);
      } catch (Throwable problem) {
        try (PrintStream error = new PrintStream(n + ".err", "UTF-8")) { problem.printStackTrace(error); }
      }
    }
    System.exit(0);
  }
}
`

const runJava: Runner = async (folder, sources) => {
  sources.forEach((source, n) => {
    const own = replaceLine(source, 'public class Sample {', `public class Sample${n} {`)
    write(folder, `Sample${n}.java`, own)
  })
  write(folder, 'Driver.java', javaDriver(sources.length))
  const files = [...sources.keys()].map((n) => `Sample${n}.java`)
  // Not UTF-8: samples are to compile whatever the encoding of the machine is.
  await mustRun(folder, 'javac', ['-encoding', 'US-ASCII', '-proc:none', 'Driver.java', ...files])
  await mustRun(folder, 'java', ['-XX:TieredStopAtLevel=1', '-cp', '.', 'Driver'])
  return collect(folder, sources.length)
}

const cSharpDriver = (count: number): string => `
using System;
using System.IO;
public class Driver {
  public static int Main() {
    var all = new Action[] { ${Array.from({ length: count }, (_, n) => `Sample${n}.Main`).join(', ')} };
    for (var n = 0; n < all.Length; n++) {
      if (File.Exists(n + ".end")) continue;
      using (var output = new StreamWriter(n + ".out")) {
        Console.SetOut(output);
        try { all[n](); }
        catch (Exception problem) { File.WriteAllText(n + ".err", problem.ToString()); }
      }
      File.WriteAllText(n + ".end", "");
    }
    return 0;
  }
}
`

/** Mono itself breaks down now and then, which says nothing of a sample: once more it goes on where it was. */
const runMono = async (folder: string): Promise<void> => {
  const { output, status } = await run(folder, 'mono', ['samples.exe'])
  if (status === 0) return
  if (!output.includes('Native Crash Reporting')) throw new Error(`mono failed:\n${output}`)
  await mustRun(folder, 'mono', ['samples.exe'])
}

const runCSharp: Runner = async (folder, sources) => {
  sources.forEach((source, n) =>
    write(
      folder,
      `Sample${n}.cs`,
      replaceLine(source, 'public class Sample', `public class Sample${n}`),
    ),
  )
  write(folder, 'Driver.cs', cSharpDriver(sources.length))
  const files = [...sources.keys()].map((n) => `Sample${n}.cs`)
  const words = ['-out:samples.exe', '-main:Driver', '-r:System.Net.Http.dll', '-langversion:7']
  await mustRun(folder, 'mcs', [...words, 'Driver.cs', ...files])
  await runMono(folder)
  return collect(folder, sources.length)
}

const goDriver = (count: number): string => `package main

import (
	"fmt"
	"os"
)

func run(n int, sample func()) {
	out, _ := os.Create(fmt.Sprintf("%d.out", n))
	os.Stdout = out
	defer out.Close()
	defer func() {
		if problem := recover(); problem != nil {
			os.WriteFile(fmt.Sprintf("%d.err", n), []byte(fmt.Sprint(problem)), 0644)
		}
	}()
	sample()
}

func main() {
${Array.from({ length: count }, (_, n) => `\trun(${n}, sample${n})`).join('\n')}
}
`

const runGo: Runner = async (folder, sources) => {
  sources.forEach((source, n) => {
    const own = replaceLine(source, 'func main() {', `func sample${n}() {`)
    write(folder, `sample${n}.go`, own)
  })
  write(folder, 'main.go', goDriver(sources.length))
  write(folder, 'go.mod', 'module samples\n\ngo 1.18\n')
  // Kept between runs: the standard library takes half a minute to compile.
  const cache = join(root, '.cache', 'go-build')
  const env = {
    GOCACHE: cache,
    GOPATH: join(folder, 'go'),
    GOTOOLCHAIN: 'local',
    GOFLAGS: '-mod=mod',
  }
  await mustRun(folder, 'go', ['build', '-o', 'samples', '.'], env)
  await mustRun(folder, join(folder, 'samples'), [])
  return collect(folder, sources.length)
}

const runModules = driven('node', [], ['driver.mjs', nodeDriver], 'mjs')

const runners: Readonly<Record<string, Runner>> = {
  curl: each('bash', 'sh'),
  javascript: (folder, sources) =>
    runModules(
      folder,
      sources.map((source) => replaceLine(source, 'run();', 'await run();')),
    ),
  node: runModules,
  python: driven('python3', [], ['driver.py', pythonDriver], 'py'),
  java: runJava,
  csharp: runCSharp,
  php: each('php', 'php'),
  go: runGo,
  ruby: driven('ruby', [], ['driver.ruby', rubyDriver], 'rb'),
  r: driven('Rscript', [], ['driver.R', rDriver], 'R'),
}

/**
 * Runs samples of one language, by its id, in a folder of their own where `files` are, and says what each printed.
 * @throws Error where a compiler or the language itself fails, with what it said.
 */
export const runSamples = async (
  language: string,
  sources: readonly string[],
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<readonly SampleRun[]> => {
  const runner = runners[language]
  if (!runner) throw new Error(`No way is known to run samples in ${language}`)
  const folder = mkdtempSync(join(tmpdir(), `samples-${language}-`))
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
    return await runner(folder, sources)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
