// Reads docker-compose.yml and the Dockerfile for what must be so, without a container engine.
// Usage: node check-compose.mjs <docker-compose.yml> <Dockerfile>
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument } from "yaml";

const [composePath, dockerfilePath] = process.argv.slice(2);
const root = dirname(composePath);
const findings = [];
const finding = (text) => findings.push(text);

const text = readFileSync(composePath, "utf8");
const document = parseDocument(text, { uniqueKeys: true });
for (const problem of [...document.errors, ...document.warnings]) finding(`${composePath}: ${problem.message}`);
const compose = document.toJS() ?? {};
const services = compose.services ?? {};
if (Object.keys(services).length === 0) finding(`${composePath}: names no services`);

for (const [name, service] of Object.entries(services)) {
  const at = `${composePath}: service ${name}`;
  if (!service.image && !service.build) finding(`${at} has neither image nor build`);
  if (service.image && !/:[\w.-]+$/.test(service.image)) finding(`${at}: image ${service.image} names no version`);
  const runsOnce = service.restart === "no";
  if (!runsOnce && !service.healthcheck?.test) finding(`${at} has no healthcheck`);
  for (const other of Object.keys(service.depends_on ?? {})) {
    if (!services[other]) finding(`${at} depends on ${other}, which is not a service`);
  }
  if (service.build) {
    const file = join(root, service.build.context ?? ".", service.build.dockerfile ?? "Dockerfile");
    if (!existsSync(file)) finding(`${at}: ${file} does not exist`);
  }
  for (const volume of service.volumes ?? []) {
    const source = typeof volume === "string" ? volume.split(":")[0] : volume.source;
    if (/^[\w-]+$/.test(source) && !(source in (compose.volumes ?? {}))) {
      finding(`${at}: volume ${source} is not declared under volumes`);
    }
  }
}
// A password is given by whoever starts it, and its absence is an error that says so.
const settings = Object.values(services).flatMap((service) => Object.entries(service.environment ?? {}));
for (const [key, value] of settings) {
  if (/PASSWORD|SECRET/.test(key) && !/^\$\{[A-Z_]+:\?.+\}$/.test(String(value)) && !/_FILE$/.test(key)) {
    finding(`${composePath}: ${key} must come from \${${key}:?message}, without a default`);
  }
  if (/^postgres(ql)?:\/\/[^:]+:(?!\$\{[A-Z_]+:\?)/.test(String(value))) {
    finding(`${composePath}: ${key} carries a password that is not \${…:?message}`);
  }
}

const instructions = readFileSync(dockerfilePath, "utf8")
  .replace(/\\\n/g, " ")
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line && !line.startsWith("#"));
const of = (word) => instructions.filter((line) => line.startsWith(`${word} `));
const bases = of("FROM");
if (bases.length < 2) finding(`${dockerfilePath}: the build tools stay in the image; use a second stage`);
for (const base of bases) {
  if (!/^FROM \S+:[\w.-]+/.test(base)) finding(`${dockerfilePath}: "${base}" names no version`);
}
const user = of("USER").at(-1)?.split(/\s+/)[1];
if (!user || /^(root|0)(:|$)/.test(user)) finding(`${dockerfilePath}: the program would run as root`);
if (of("ENTRYPOINT").length !== 1) finding(`${dockerfilePath}: one ENTRYPOINT is wanted`);
for (const copy of of("COPY").filter((line) => !line.includes("--from="))) {
  for (const source of copy.split(/\s+/).slice(1, -1).filter((part) => !part.startsWith("--"))) {
    if (!existsSync(join(root, source))) finding(`${dockerfilePath}: COPY ${source}: no such file`);
  }
}
// The builder must use the compiler that the project pins.
const pinned = /channel\s*=\s*"([\d.]+)"/.exec(readFileSync(join(root, "rust-toolchain.toml"), "utf8"))?.[1] ?? "";
if (!bases.some((base) => pinned.startsWith(/^FROM rust:([\d.]+)/.exec(base)?.[1] ?? " "))) {
  finding(`${dockerfilePath}: no stage is FROM rust: of the version in rust-toolchain.toml (${pinned})`);
}

for (const line of findings) console.error(line);
process.exit(findings.length === 0 ? 0 : 1);
