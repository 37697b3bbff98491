// Starts each browser on a page, without a window, and ends it with everything that it left on the disk.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The browsers of Debian. Each has a package, a program, its options, and its environment. `release` is the relevant part of
// the package's version, if that is not its first number.
const engines = {
  chromium: {
    title: "Chromium",
    package: "chromium",
    program: () => "chromium",
    options: (folder) => [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
      "--disable-background-networking", "--disable-component-update", "--disable-sync", `--user-data-dir=${folder}`,
    ],
  },
  firefox: {
    title: "Firefox ESR",
    package: "firefox-esr",
    program: () => "firefox-esr",
    options: (folder) => ["--headless", "--no-remote", "--profile", folder],
  },
  webkit: {
    title: "WebKitGTK",
    package: "libwebkit2gtk-4.1-0",
    release: /^\d+\.\d+/,
    program: miniBrowser,
    options: () => ["--private"],
    // WebKit runs without a sandbox, which needs a user namespace that a container may not have.
    environment: { GDK_BACKEND: "x11", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
    wantsDisplay: true,
  },
};

export const names = Object.keys(engines);

// Exit, so that the started programs are ended, too.
process.on("SIGTERM", () => process.exit(1));

// The program is not in the path.
function miniBrowser() {
  const files = execFileSync("dpkg", ["-L", engines.webkit.package], { encoding: "utf8" }).split("\n");
  return files.find((file) => file.endsWith("/MiniBrowser"));
}

// Returns a name as in the tables: "Chromium 156", "WebKitGTK 2.50".
export function version(name) {
  const engine = engines[name];
  const found = execFileSync("dpkg-query", ["-W", "-f", "${Version}", engine.package], { encoding: "utf8" });
  return `${engine.title} ${(engine.release ?? /^\d+/).exec(found)[0]}`;
}

// Starts the browser of that name on a page. Returns a function that ends it.
export async function start(name, url) {
  const folder = mkdtempSync(join(tmpdir(), "sse-browser-"));
  const { environment = {}, wantsDisplay = false, ...engine } = engines[name];
  const program = engine.program();
  const children = [];
  // End all even if something goes wrong, or if the caller gives up waiting.
  const endAll = () => children.forEach((child) => child.kill("SIGKILL"));
  process.once("exit", endAll);
  const env = { ...process.env, ...environment, HOME: folder };
  if (wantsDisplay) {
    const server = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "800x600x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "inherit", "pipe"],
    });
    children.push(server);
    const [display] = await once(server.stdio[3], "data");
    env.DISPLAY = `:${String(display).trim()}`;
  }
  const browser = spawn(program, [...engine.options(folder), url], { env, stdio: ["ignore", "ignore", "pipe"] });
  children.unshift(browser);
  // Browsers complain about many things. If one ends by itself, its last words say why.
  let words = "";
  browser.stderr.on("data", (data) => (words = (words + data).slice(-2000)));
  let isWanted = true;
  browser.on("exit", (code, signal) => {
    if (!isWanted) return;
    console.error(`${program} has ended (${code ?? signal}):\n${words}`);
    process.exit(1);
  });
  return async () => {
    isWanted = false;
    const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ends = running.map((child) => once(child, "exit"));
    endAll();
    await Promise.all(ends);
    process.off("exit", endAll);
    // The browser's own children, which end when they notice, may still write into it.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
}
