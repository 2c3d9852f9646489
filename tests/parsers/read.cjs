// Reads files with the real parsers. Standard input: [{"parser": …, "folder": …, "names": […]}], each folder with one `.env`.
// Standard output: for each an object of what it read, in base64, or {"failed": words}. Parsers that only fill the environment
// run in a process of their own with nothing else in it.
const fs = require("node:fs");
const path = require("node:path");
const { spawnSync } = require("node:child_process");

const modules = process.argv[2];
const load = (name) => require(require.resolve(name, { paths: [modules] }));
const text = (folder) => fs.readFileSync(path.join(folder, ".env"), "utf8");

// The newer Node that stands among the modules.
const newer = ["x64", "arm64"]
  .map((arch) => path.join(modules, `node_modules/node-linux-${arch}/bin/node`))
  .find((program) => fs.existsSync(program));

// Runs a piece of script with an empty environment; it prints the environment it ended up with.
function alone(folder, script, flags = [], program = process.execPath) {
  const print = "process.stdout.write(JSON.stringify(process.env))";
  const done = spawnSync(program, [...flags, "-e", `${script};${print}`], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_PATH: path.join(modules, "node_modules") },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout.slice(done.stdout.indexOf("{")));
}

async function read({ parser, folder }) {
  switch (parser) {
    case "dotenv":
      return load("dotenv").parse(text(folder));
    case "dotenv-expand": {
      const parsed = load("dotenv").parse(text(folder));
      return load("dotenv-expand").expand({ parsed, processEnv: {} }).parsed;
    }
    case "dotenvx":
      return load("@dotenvx/dotenvx").parse(text(folder), { processEnv: {} });
    case "next":
      return alone(folder, "require('@next/env').loadEnvConfig('.', false, {info() {}, error: console.error})");
    case "node":
      return alone(folder, "", ["--env-file=.env"]);
    case "node-24":
      return alone(folder, "", ["--env-file=.env"], newer);
    case "vite": {
      const vite = await import(require("node:url").pathToFileURL(require.resolve("vite", { paths: [modules] })));
      return vite.loadEnv("production", folder, "");
    }
    default:
      throw new Error(`no parser ${parser}`);
  }
}

(async () => {
  const answers = [];
  for (const job of JSON.parse(fs.readFileSync(0, "utf8"))) {
    try {
      const got = await read(job);
      const pair = (name) => [name, Buffer.from(got[name]).toString("base64")];
      answers.push(Object.fromEntries(job.names.filter((name) => name in got).map(pair)));
    } catch (error) {
      answers.push({ failed: String(error) });
    }
  }
  process.stdout.write(JSON.stringify(answers));
})();
