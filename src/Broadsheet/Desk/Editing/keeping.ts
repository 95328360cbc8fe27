// What is typed is kept in this browser at once, and on the server a moment later, until it is saved.

interface Kept { at: string; basedOn: string; fields: Record<string, string>; sent?: boolean }

const pause = 1500;
const longest = 60_000; // what a browser sends while its page goes

/** Keeps the form's text whenever it changes; returns what to call when the body was written. */
export function keep(form: HTMLFormElement, bodyChanged: () => void): () => void {
  const { story, editor } = form.dataset;
  const basedOn = form.querySelector<HTMLInputElement>('[name=BasedOn]')!;
  const prefix = `story-${story}-${editor}-`;
  const state = document.querySelector<HTMLElement>('#kept-state')!;
  const trouble = document.querySelector<HTMLElement>('#not-sent')!;
  const others = document.querySelector<HTMLElement>('#other-saved')!;
  let timer = 0;
  let isUnsent = false;
  let isLeaving = false;
  let isSending = false;

  const wished = new URLSearchParams(location.search).get('copy');
  forgetWhatWasSaved();
  offerWhatIsKeptHere();
  if (form.dataset.plain) written(); // the page came back with text that was not saved

  form.addEventListener('input', event => {
    const field = event.target as HTMLInputElement;
    if (field.value?.includes('\0')) field.value = field.value.replaceAll('\0', ''); // comes with pasted text, and no server takes it
    written();
  });
  form.addEventListener('submit', event => {
    // The browser would put a page of its own in the place of this one.
    if (!navigator.onLine) { event.preventDefault(); keepHere(); say('lost'); return; }
    isLeaving = true;
    clearTimeout(timer);
    if (localStorage.getItem(prefix + basedOn.value)) keepHere(true);
  });
  for (const other of document.querySelectorAll<HTMLFormElement>('form[data-throw-away]'))
    other.addEventListener('submit', () => { isLeaving = true; clearTimeout(timer); localStorage.removeItem(prefix + other.dataset.throwAway); });
  window.addEventListener('pagehide', () => { if (isUnsent && !isLeaving) void send(true); });
  window.addEventListener('pageshow', event => { if (event.persisted) isLeaving = false; });
  document.addEventListener('visibilitychange', () => { if (document.hidden && isUnsent && !isLeaving) void send(true); });
  window.addEventListener('offline', () => say('lost'));
  window.addEventListener('online', () => { if (isUnsent) void send(false); else say(null); });
  setInterval(() => { if (isUnsent && !trouble.hidden && !isSending) void send(false); }, 5000);
  return written;

  function written(): void {
    isUnsent = true;
    keepHere();
    clearTimeout(timer);
    timer = window.setTimeout(() => void send(false), pause);
  }

  function keepHere(sent = false): void {
    const kept: Kept = { at: new Date().toISOString(), basedOn: basedOn.value, fields: fields(), sent };
    try {
      localStorage.setItem(prefix + basedOn.value, JSON.stringify(kept));
    } catch {
      say('full');
    }
  }

  async function send(isGoing: boolean): Promise<void> {
    const data = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    if (isGoing && data.toString().length > longest) return; // it is kept in this browser
    isUnsent = false;
    isSending = true;
    try {
      const answer = await fetch(`${form.getAttribute('action')}/working-copy`, { method: 'POST', body: data, keepalive: isGoing, redirect: 'manual' });
      if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 400) { isUnsent = true; say('signedOut'); await freshToken(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      if (trouble.dataset.shown) say('back');
      state.textContent = state.dataset.kept!.replace('{0}', clock(new Date(), '2-digit'));
      if (answer.status === 200) { others.textContent = await answer.text(); others.hidden = false; }
    } catch {
      isUnsent = true;
      say('lost');
    } finally {
      isSending = false;
    }
  }

  /** Signed in again in another tab: this page takes the token of the new session and goes on. */
  async function freshToken(): Promise<void> {
    const answer = await fetch(location.pathname, { redirect: 'manual' });
    if (answer.status !== 200) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const token = page.querySelector<HTMLInputElement>('#story-form [name=__RequestVerificationToken]');
    if (token && page.querySelector<HTMLElement>('#story-form')?.dataset.editor === editor)
      form.querySelector<HTMLInputElement>('[name=__RequestVerificationToken]')!.value = token.value;
  }

  function forgetWhatWasSaved(): void {
    for (const began of form.dataset.savedFrom?.split(' ') ?? []) localStorage.removeItem(prefix + began);
    // Saved on the way to another page: a revision of one's own stands on the one where the text began.
    for (const number of form.dataset.mine?.split(' ') ?? []) {
      const key = prefix + (Number(number) - 1);
      if ((JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept>).sent) localStorage.removeItem(key);
    }
    if (form.dataset.savedFrom) history.replaceState(null, '', location.pathname);
  }

  /** The newest text kept in this browser, if it is newer than what the page shows and says something else. */
  function offerWhatIsKeptHere(): void {
    if (wished || form.dataset.plain) return;
    const all = Object.keys(localStorage).filter(key => key.startsWith(prefix)).map(key => JSON.parse(localStorage.getItem(key)!) as Kept).sort((one, other) => other.at.localeCompare(one.at));
    const kept = all.find(one => differs(one.fields));
    if (!kept || (form.dataset.keptAt && Date.parse(kept.at) < Date.parse(form.dataset.keptAt) + 1000)) return;
    const before = fields();
    const beganOn = basedOn.value;
    fill(kept.fields, kept.basedOn);
    for (const notice of document.querySelectorAll<HTMLElement>('.kept')) notice.hidden = true;
    const notice = document.querySelector<HTMLElement>('#kept-here')!;
    const words = notice.querySelector('strong')!;
    words.textContent = words.dataset.text!.replace('{0}', clock(new Date(kept.at)));
    notice.hidden = false;
    notice.querySelector('[data-go-on]')!.addEventListener('click', () => { notice.hidden = true; form.querySelector<HTMLElement>('#Headline')!.focus(); });
    notice.querySelector('[data-throw-away]')!.addEventListener('click', () => {
      localStorage.removeItem(prefix + kept.basedOn);
      clearTimeout(timer);
      isUnsent = false;
      void throwAwayThere(kept.basedOn);
      fill(before, beganOn);
      bodyChanged();
      notice.hidden = true;
      form.querySelector<HTMLElement>('#Headline')!.focus();
    });
    isUnsent = true;
    timer = window.setTimeout(() => void send(false), pause);
  }

  async function throwAwayThere(began: string): Promise<void> {
    const token = form.querySelector<HTMLInputElement>('[name=__RequestVerificationToken]')!;
    await fetch(`${form.getAttribute('action')}/throw-away`, { method: 'POST', redirect: 'manual', keepalive: true, body: new URLSearchParams({ [token.name]: token.value, BasedOn: began }) });
  }

  /** In the paper's time, wherever this browser is. */
  function clock(time: Date, second?: '2-digit'): string {
    return time.toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', second, hourCycle: 'h23', numberingSystem: 'latn', timeZone: state.dataset.zone });
  }

  function fields(): Record<string, string> {
    const boxes = [...form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')].map(box => [box.name, box.checked ? 'on' : '']);
    const typed = [...new FormData(form)].filter(([name]) => !name.startsWith('__') && name !== 'BasedOn').map(([name, value]) => [name, String(value)]);
    return Object.fromEntries([...typed, ...boxes]);
  }

  function differs(other: Record<string, string>): boolean {
    const now = fields();
    return Object.keys(other).some(name => (now[name] ?? '').replaceAll('\r\n', '\n') !== other[name].replaceAll('\r\n', '\n'));
  }

  function fill(values: Record<string, string>, began: string): void {
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements.namedItem(name) as HTMLInputElement | null;
      if (field?.type === 'checkbox') field.checked = value !== '';
      else if (field) field.value = value;
      if (field instanceof HTMLElement) field.dispatchEvent(new Event('input')); // for its counter; it was not typed, so it does not bubble
    }
    basedOn.value = began;
  }

  function say(what: 'lost' | 'signedOut' | 'back' | 'full' | null): void {
    trouble.hidden = what === null;
    if (what) trouble.textContent = trouble.dataset[what] ?? '';
    if (what === 'back' || what === null) delete trouble.dataset.shown;
    else trouble.dataset.shown = what;
    if (what === 'back') setTimeout(() => { if (!trouble.dataset.shown) trouble.hidden = true; }, 4000);
  }
}
