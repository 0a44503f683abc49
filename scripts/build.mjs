// Bundles the ways to start into dist/: one shared set of chunks, every reader and SDK client in a chunk of its own.
import { cp, rm } from 'node:fs/promises'
import { build } from 'esbuild'

await rm('dist', { recursive: true, force: true })
await build({
  entryPoints: {
    'backup-bot': 'src/entry/cli.ts',
    server: 'src/entry/server.ts',
    play: 'src/entry/play.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  // dynalite loads a native LevelDB from its own folder.
  external: ['dynalite'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
await cp('src/playground/page', 'dist/page', { recursive: true })
await cp('src/playground/world.json', 'dist/world.json')
