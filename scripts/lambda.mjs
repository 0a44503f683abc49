// Bundles the two Lambda functions, each by itself, so that neither carries what only the other one needs.
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

/**
 * Bolt's index and its App load four receivers that Lambda never uses, with express, undici and iconv-lite behind them:
 * 1.5 MB. The function has a receiver of its own, so they are left out. test/lambda drives the bundle with signed requests.
 */
const boltWithoutReceivers = {
  name: 'bolt-without-receivers',
  setup(it) {
    it.onResolve({ filter: /^@slack\/bolt$/ }, () => ({ path: 'bolt', namespace: 'bolt' }))
    it.onLoad({ filter: /.*/, namespace: 'bolt' }, () => ({
      contents: `
        export { default as App } from '@slack/bolt/dist/App.js'
        export { isValidSlackRequest } from '@slack/bolt/dist/receivers/verify-request.js'`,
      resolveDir: process.cwd(),
    }))
    it.onResolve({ filter: /^\.\/receivers\/(HTTP|SocketMode)Receiver$/ }, ({ path }) => ({
      path,
      namespace: 'no-receiver',
    }))
    it.onLoad({ filter: /.*/, namespace: 'no-receiver' }, () => ({
      contents: `module.exports = { default: class { constructor() { throw new Error('This receiver is not in the bundle.') } } }`,
    }))
  },
}

/**
 * Beside the SDK's clients, esbuild would put all that the signer shares with them into what is loaded at start: five
 * times as much. Bundled by itself, the signer brings only what it uses.
 */
const signerAlone = {
  name: 'signer-alone',
  setup(it) {
    it.onLoad({ filter: /src\/aws\/quick-send\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        mainFields: ['module', 'main'],
        logLevel: 'warning',
      })
      return { contents: outputFiles[0].text, loader: 'js' }
    })
  },
}

const options = outdir => ({
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
})

/** Bytes of a file and of all that it imports statically: what is loaded before the handler is there. */
const eager = ({ outputs }, file) => {
  const seen = new Set()
  const visit = path => {
    if (seen.has(path)) return 0
    seen.add(path)
    const { bytes, imports } = outputs[path]
    return imports
      .filter(it => it.kind === 'import-statement' && !it.external)
      .reduce((sum, it) => sum + visit(it.path), bytes)
  }
  return visit(file)
}

/** Writes slack.mjs and work.mjs with their chunks; the sizes in bytes and what of node_modules each holds. */
export const buildLambdas = async outdir => {
  const one = async (name, more) => {
    const { metafile } = await build({
      ...options(outdir),
      entryPoints: { [name]: `src/entry/lambda-${name}.ts` },
      chunkNames: `${name}/[name]-[hash]`,
      minifySyntax: true,
      minifyWhitespace: true,
      ...more,
    })
    const entry = Object.keys(metafile.outputs).find(file => file.endsWith(`${name}.mjs`) && dirname(file) !== name)
    const scripts = Object.entries(metafile.outputs).filter(([file]) => file.endsWith('.mjs'))
    return {
      name,
      file: join(outdir, `${name}.mjs`),
      eager: eager(metafile, entry),
      all: scripts.reduce((sum, [, { bytes }]) => sum + bytes, 0),
      inputs: [...new Set(scripts.flatMap(([, { inputs }]) => Object.keys(inputs)))],
    }
  }
  return [
    // What a cold start loads is as short as it can be; names are kept, for errors are told apart by them.
    await one('slack', { minifyIdentifiers: true, keepNames: true, plugins: [boltWithoutReceivers, signerAlone] }),
    // Keeping names beside shorter ones would cost every function that is made while a check runs.
    await one('work', {}),
  ]
}
