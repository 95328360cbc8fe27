// What is typed and not saved is kept in this browser until the saved text is shown: a session may end before that.

interface Kept { at: string; basedOn: string; body: string }

/** Returns what to call when the body was written. */
export function keepText(form: HTMLFormElement, bodyChanged: () => void): () => void {
  const key = form.dataset.keptAs!;
  const body = form.querySelector<HTMLTextAreaElement>('#Body')!;
  const basedOn = form.querySelector<HTMLInputElement>('[name=basedOn]')!;
  let isLost = false;

  if (form.dataset.saved) forget();
  else if (form.dataset.plain) written(); // the page came back with text that was not saved
  else offerWhatIsKept();
  form.addEventListener('input', written);
  form.addEventListener('submit', () => { isLost = false; });
  window.addEventListener('beforeunload', event => { if (isLost) event.preventDefault(); });
  return written;

  function written(): void {
    const kept: Kept = { at: new Date().toISOString(), basedOn: basedOn.value, body: body.value };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      isLost = true; // no room: the browser asks before the page goes
    }
  }

  // A browser may be told to keep nothing, or hold what an earlier page left.
  function whatIsKept(): Kept | null {
    try { return JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null; } catch { return null; }
  }

  function forget(): void {
    try { localStorage.removeItem(key); } catch { /* nothing is kept */ }
  }

  function offerWhatIsKept(): void {
    const kept = whatIsKept();
    if (!kept || kept.body === body.value) return;
    const [saved, savedOn] = [body.value, basedOn.value];
    fill(kept.body, kept.basedOn);
    const notice = document.querySelector<HTMLElement>('#kept-here')!;
    const words = notice.querySelector('strong')!;
    words.textContent = words.dataset.text!.replace('{0}', new Date(kept.at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn', timeZone: notice.dataset.zone }));
    notice.hidden = false;
    notice.querySelector('[data-throw-away]')!.addEventListener('click', () => {
      forget();
      fill(saved, savedOn);
      bodyChanged();
      notice.hidden = true;
    });
  }

  function fill(text: string, began: string): void {
    body.value = text;
    basedOn.value = began;
  }
}
