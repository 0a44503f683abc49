import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** As the Slack function is: https://esbuild.github.io/api/#minify. */
export const short = { minifyIdentifiers: true, keepNames: true }

/** Bundles files, named from this folder, as the bot is bundled; `close` removes the bundles. */
export const bundle = async (files: readonly string[], more: Partial<typeof short> = {}) => {
  // Inside the project, so that what is not bundled is found.
  const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url))
  await mkdir(cache, { recursive: true })
  const outdir = await mkdtemp(`${cache}bench-`)
  await build({
    entryPoints: files.map(file => fileURLToPath(new URL(file, import.meta.url))),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minifySyntax: true,
    minifyWhitespace: true,
    ...more,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['dynalite', 'level'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  })
  return {
    path: (file: string) => resolve(join(outdir, basename(file).replace(/\.ts$/, '.mjs'))),
    close: () => rm(outdir, { recursive: true, force: true }),
  }
}
