// Bundles the ways to start into dist/ (or the folder that is named): one shared set of chunks, every reader and SDK client in a chunk of its own.
import { chmod, cp, rm } from 'node:fs/promises'
import { build } from 'esbuild'
import { buildLambdas } from './lambda.mjs'

const out = process.argv[2] ?? 'dist'
await rm(out, { recursive: true, force: true })
await build({
  entryPoints: {
    'backup-bot': 'src/entry/cli.ts',
    server: 'src/entry/server.ts',
    play: 'src/entry/play.ts',
  },
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: 'linked',
  sourcesContent: false,
  // The native LevelDB is loaded from its own folder.
  external: ['dynalite', 'level'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
await chmod(`${out}/backup-bot.mjs`, 0o755)
await build({
  entryPoints: { page: 'src/playground/page/main.tsx' },
  outdir: `${out}/page`,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome123', 'firefox121', 'safari17.5'],
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'eof',
  logLevel: 'warning',
})
for (const file of ['index.html', 'page.css']) await cp(`src/playground/page/${file}`, `${out}/page/${file}`)
await cp('src/playground/world.json', `${out}/world.json`)
for (const { file, eager, all } of await buildLambdas(`${out}/lambda`))
  console.log(`${file}: ${kb(eager)} loaded at start, ${kb(all)} with everything it may load later`)

function kb(bytes) {
  return `${Math.ceil(bytes / 1000)} kB`
}
