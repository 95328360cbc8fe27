// Light, dark, or as the system has it: chosen in the foot of the page and kept in this browser. Loaded before the page is
// drawn, so that nobody who chose the dark is shown the light first.
const key = 'theme';
const root = document.documentElement;

function chosen(): string {
  try { return localStorage.getItem(key) ?? 'system'; } catch { return 'system'; } // where the browser keeps nothing
}

function wear(theme: string): void {
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-choose-theme]')) button.setAttribute('aria-pressed', String(button.dataset.chooseTheme === theme));
}

export function offerThemes(): void {
  wear(chosen());
  const choice = document.querySelector<HTMLElement>('.theme');
  if (!choice) return;
  choice.hidden = false;
  choice.addEventListener('click', event => {
    const theme = (event.target as HTMLElement).closest<HTMLElement>('[data-choose-theme]')?.dataset.chooseTheme;
    if (!theme) return;
    wear(theme);
    try { if (theme === 'system') localStorage.removeItem(key); else localStorage.setItem(key, theme); } catch { /* for this page alone, then */ }
  });
}

wear(chosen());
// The paper's other tabs.
addEventListener('storage', event => { if (event.key === key || event.key === null) wear(chosen()); });
