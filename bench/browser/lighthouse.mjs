// Lighthouse's four scores of one page, from 0 to 100, and what it found short. lighthouse.mjs URL -> one JSON line.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [url] = process.argv.slice(2);
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const chrome = await launch({ chromePath: '/usr/bin/chromium', chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'] });
try {
  const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: categories, logLevel: 'silent' });
  const scores = Object.fromEntries(categories.map(name => [name, Math.round((lhr.categories[name].score ?? 0) * 100)]));
  const short = categories.flatMap(name => lhr.categories[name].auditRefs.filter(ref => ref.weight > 0 && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 1)
    .map(ref => `${name}: ${lhr.audits[ref.id].title} (${lhr.audits[ref.id].displayValue ?? lhr.audits[ref.id].score})`));
  console.log(JSON.stringify({ scores, short }));
} finally {
  await chrome.kill();
}
