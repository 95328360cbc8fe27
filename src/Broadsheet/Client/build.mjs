// Bundles styles, fonts and scripts into wwwroot/assets, each named by its content's hash so that a browser may keep it for
// ever, with br and gzip beside it, and a manifest from the logical name to the hashed one.
import { build } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'wwwroot/assets');
const entries = ['Client/broadsheet.css', 'Client/desk.css', 'Client/icon.svg', 'Client/desk.ts', 'Desk/Editing/editor.ts', 'Client/reader.ts']
  .map(path => join(root, path)).filter(existsSync);

/**
 * Browsers of before 2024 do not know light-dark(): for them each colour is written out once for light and once for dark, by
 * the system's wish, by the reader's choice, and for the desk's bar, which is always dark.
 */
const writtenOutColours = {
  name: 'written-out-colours',
  setup: bundler => bundler.onLoad({ filter: /tokens\.css$/ }, ({ path }) => {
    const css = readFileSync(path, 'utf8');
    const colours = [...css.matchAll(/(--[\w-]+): light-dark\(([^,]+), ([^)]+)\)/g)];
    const [light, dark] = [2, 3].map(side => colours.map(colour => `${colour[1]}:${colour[side]}`).join(';'));
    return {
      loader: 'css',
      contents: `${css}
@layer tokens { @supports not (color: light-dark(#000, #fff)) {
  :root, :root[data-theme="light"] { ${light} }
  @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${dark} } }
  :root[data-theme="dark"], .bar { ${dark} }
} }`,
    };
  }),
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  entryPoints: entries,
  outdir: out,
  bundle: true,
  minify: true,
  metafile: true,
  format: 'iife',
  target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.woff2': 'file', '.svg': 'copy' },
  plugins: [writtenOutColours],
  logLevel: 'warning',
});

const manifest = {};
for (const path of Object.keys(result.metafile.outputs)) {
  const file = basename(path);
  const logical = file.replace(/-[A-Z0-9]{8}(\.[a-z0-9]+)$/, '$1');
  manifest[logical] = file;
}
for (const file of readdirSync(out)) {
  if (file.endsWith('.woff2')) continue; // compressed already
  const bytes = readFileSync(join(out, file));
  writeFileSync(join(out, file + '.gz'), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(out, file + '.br'), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 2));
