// Uses the reference page in headless Chromium: navigation, search, deep links, keyboard, themes, phone, and try-it.
// Checks that the page loads nothing from other hosts. The arguments are the URL of a running mock of PostPress, the
// folder of a static site, and a folder for screenshots. Prints a line for each check.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [url, folder, shots, modules, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/`)("playwright-core");

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let failed = 0;
const problems = [];

async function check(name, act) {
  try {
    await act();
    console.log(`passed: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`failed: ${name}: ${String(error.message).split("\n")[0]}`);
  }
}

function assert(condition, words) {
  if (!condition) throw new Error(words);
}

async function open(address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    const own = [new URL(url).origin, "file://", "data:", "null"].some((start) => request.url().startsWith(start));
    if (!own) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(address);
  await page.waitForSelector("main h1");
  return page;
}

const operation = "#/operation/handleReceivedInvitation";

await check("the overview lists the operations", async () => {
  const page = await open(`${url}/`, { colorScheme: "light" });
  assert((await page.textContent("main h1")) === "PostPress", "no title");
  await page.screenshot({ path: `${shots}/overview-light.png` });
  await page.click(".operations a");
  await page.waitForSelector("#try");
  assert(page.url().endsWith(operation), page.url());
  await page.screenshot({ path: `${shots}/operation-light.png` });
  await page.screenshot({ path: `${shots}/operation-light-whole.png`, fullPage: true });
});

await check("the call in Rust stands beside curl", async () => {
  const page = await open(`${url}/${operation}`);
  const rust = await page.textContent("#call-0 code");
  assert(rust.includes("client") && rust.includes(".handle_received_invitation("), rust);
  await page.click("#call-tab-1");
  const curl = await page.textContent("#call-1 code");
  assert(curl.includes(`--header 'X-API-KEY: '"$POSTPRESS_API_KEY"`), curl);
  assert(curl.includes("/v1/users/invite/received/inv_01HXYZ4QK3WJ8FN3M6QH7TZ8GR"), curl);
});

await check("a field of the form changes the request", async () => {
  const page = await open(`${url}/${operation}`);
  await page.fill("#try [name='parameter:0']", "a/b");
  await page.click("#call-tab-1");
  const curl = await page.textContent("#call-1 code");
  assert(curl.includes("/v1/users/invite/received/a%2Fb'"), curl);
});

await check("every error has its name in Rust", async () => {
  const page = await open(`${url}/${operation}`);
  assert((await page.locator(".codes tbody tr").count()) === 32, "not 32 errors");
  assert((await page.textContent("#responses")).includes("types::UnauthorizedType::ExpiredCredentials"), "no variant");
});

await check("the search is found and used by keyboard", async () => {
  const page = await open(`${url}/`);
  await page.keyboard.press("/");
  await page.keyboard.type("network_down");
  await page.waitForSelector("#found [aria-selected=true]");
  await page.screenshot({ path: `${shots}/search.png` });
  await page.keyboard.press("Enter");
  await page.waitForSelector("#response-503[open]");
  assert(page.url().endsWith("/response-503"), page.url());
});

await check("an address leads to its place", async () => {
  const page = await open(`${url}/#/type/LinkedinInvitation`);
  assert((await page.textContent("main h1")) === "LinkedinInvitation", "another type");
  await page.goto(`${url}/#/operation/nothing`);
  await page.waitForFunction(() => document.querySelector("main h1").textContent === "Not here");
});

await check("a call is tried, and an error comes on demand", async () => {
  const page = await open(`${url}/${operation}`);
  await page.fill("#try input[type=password]", "pp_test");
  await page.click("#try button[type=submit]");
  await page.waitForSelector("#try output .status.good");
  assert((await page.textContent("#try output")).includes("ACCEPTED"), "no response");
  await page.selectOption("#try select", "type=errors/network_down");
  await page.click("#try button[type=submit]");
  await page.waitForSelector("#try output .status.bad");
  assert((await page.textContent("#try output")).includes("errors/network_down"), "another error");
  await page.locator("#try output").scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${shots}/try.png` });
});

// The browser itself logs responses with an error status. This is not a fault of the page.
problems.splice(0, problems.length, ...problems.filter((text) => !/Failed to load resource: the server responded/.test(text)));

await check("dark and light are chosen and kept", async () => {
  const page = await open(`${url}/${operation}`, { colorScheme: "dark" });
  assert((await page.getAttribute("html", "data-theme")) === "dark", "not dark");
  await page.screenshot({ path: `${shots}/operation-dark.png` });
  await page.click("#theme");
  await page.reload();
  await page.waitForSelector("main h1");
  assert((await page.getAttribute("html", "data-theme")) === "light", "not kept");
});

await check("tabs follow the arrows", async () => {
  const page = await open(`${url}/${operation}`);
  await page.focus("#call-tab-0");
  await page.keyboard.press("ArrowRight");
  assert(await page.isVisible("#call-1"), "the other panel is hidden");
});

await check("a phone shows all of it", async () => {
  const page = await open(`${url}/${operation}`, { viewport: { width: 390, height: 844 } });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert(width <= 390, `${width} pixels wide`);
  for (const name of ["#menu", ".brand", "#search", "#theme"]) {
    const box = await page.locator(name).boundingBox();
    assert(box && box.width >= 32 && box.x >= 0 && box.x + box.width <= 390, `${name} has no room`);
  }
  await page.screenshot({ path: `${shots}/phone.png` });
  await page.screenshot({ path: `${shots}/phone-whole.png`, fullPage: true });
  await page.click("#menu");
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${shots}/phone-menu.png` });
  await page.click("#side a[href*=handleReceivedInvitation]");
  assert(!(await page.evaluate(() => document.body.classList.contains("menu"))), "the menu stays");
});

await check("the static site needs no server", async () => {
  const page = await open(`${pathToFileURL(folder)}/index.html`);
  await page.click(".operations a");
  await page.waitForSelector("#try");
  await page.screenshot({ path: `${shots}/static.png` });
});

await check("axe-core finds nothing serious, light and dark, desktop and phone", async () => {
  const axe = readFileSync(createRequire(`${modules}/`).resolve("axe-core/axe.min.js"), "utf8");
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1440, 390]) {
      for (const place of ["#/", operation, "#/type/LinkedinInvitation"]) {
        // The policy of the page lets no other script in.
        const page = await open(`${url}/${place}`, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        for (const { id, impact, nodes } of violations) {
          if (["serious", "critical"].includes(impact)) found.push(`${id} ${place} ${colorScheme} ${width}: ${nodes[0].target}`);
        }
        await page.context().close();
      }
    }
  }
  assert(!found.length, found.join("; "));
});

await check("the console is silent, and nothing is asked for from elsewhere", async () => {
  assert(problems.length === 0, problems.join("; "));
});

await browser.close();
process.exit(failed ? 1 : 0);
