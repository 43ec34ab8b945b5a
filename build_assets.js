// Bundles what the pages need into holger/ui/static/ui/dist: scripts, styles, the typeface and a sprite of the icons
// that are used. Names carry a hash of the content, manifest.json tells them, and every text file gets a .gz beside it.
// The typefaces of papers go to holger/exchange/papers/fonts with their licences: whole, as the press reads no web fonts.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const from = "holger/ui/assets/";
const to = "holger/ui/static/ui/dist/";
const manifest = {};

function sprite(names) {
  const drawings = "node_modules/@tabler/icons/icons/outline/";
  const missing = names.filter((name) => !existsSync(`${drawings}${name}.svg`));
  if (missing.length) {
    console.error(`icons.txt: Tabler has no icon called ${missing.join(", ")}`);
    process.exit(1);
  }
  const symbol = (name) => {
    const svg = readFileSync(`${drawings}${name}.svg`, "utf8");
    const paths = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${paths}</symbol>`;
  };
  return `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>`;
}

const icons = sprite(readFileSync(from + "icons.txt", "utf8").split(/\s+/).filter(Boolean));

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });

const entries = ["app.js", "app.css", "assess.js", "editor.js", "gaps.js", "graph.js", "light.css", "passkeys.js", "portal.js", "report.js"];
const { metafile } = await build({
  entryPoints: entries.map((name) => from + name),
  outdir: to,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  target: ["chrome111", "firefox115", "safari16.4"],
  loader: { ".woff2": "file" },
  logLevel: "warning",
});
for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (entryPoint) manifest[entryPoint.slice(from.length)] = path.slice(to.length);
}

const hash = createHash("sha256").update(icons).digest("hex").slice(0, 8).toUpperCase();
manifest["icons.svg"] = `icons-${hash}.svg`;
writeFileSync(to + manifest["icons.svg"], icons);

for (const name of readdirSync(to).filter((name) => /\.(js|css|svg)$/.test(name))) {
  writeFileSync(`${to}${name}.gz`, gzipSync(readFileSync(to + name), { level: 9 }));
}
const typefaces = "node_modules/@expo-google-fonts/";
const papers = "holger/exchange/papers/fonts/";
rmSync(papers, { recursive: true, force: true });
mkdirSync(papers, { recursive: true });
for (const [name, kind, weights] of [
  ["inter", "Inter", ["400Regular", "400Regular_Italic", "500Medium", "600SemiBold"]],
  ["noto-emoji", "NotoEmoji", ["400Regular"]],
]) {
  for (const weight of weights) {
    copyFileSync(`${typefaces}${name}/${weight}/${kind}_${weight}.ttf`, `${papers}${kind}_${weight}.ttf`);
  }
  copyFileSync(`${typefaces}${name}/LICENSE_FONT`, `${papers}${kind}_OFL.txt`);
}

writeFileSync(to + "manifest.json", JSON.stringify(manifest, null, 2) + "\n");
