// A first visit: everything a browser with empty caches transfers for one page. visit.mjs URL -> one JSON line.
import puppeteer from 'puppeteer-core';

const [url] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'] });
try {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 390, height: 844, isMobile: true, deviceScaleFactor: 2 });
  const network = await page.createCDPSession();
  await network.send('Network.enable');
  const requests = new Map();
  network.on('Network.requestWillBeSent', ({ requestId, request, type }) => requests.set(requestId, { url: request.url, type, bytes: 0 }));
  // Heads included, as they came over the line.
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (requests.has(requestId)) requests.get(requestId).bytes = encodedDataLength; });
  await page.goto(url, { waitUntil: 'networkidle0' });
  await page.evaluate(() => document.fonts.ready);
  console.log(JSON.stringify([...requests.values()].filter(request => !request.url.startsWith('data:'))));
} finally {
  await browser.close();
}
