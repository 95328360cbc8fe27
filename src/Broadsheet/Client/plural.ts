const rules = new Intl.PluralRules(document.documentElement.lang || 'en');

/** Words that go with a number: the element's data-one or data-other (data-new-one ... with a prefix), with {0} filled in. */
export function counted(words: DOMStringMap, number: number, prefix = ''): string {
  const form = rules.select(number) === 'one' ? 'one' : 'other';
  const key = prefix ? prefix + form[0].toUpperCase() + form.slice(1) : form;
  return (words[key] ?? '{0}').replace('{0}', String(number));
}
