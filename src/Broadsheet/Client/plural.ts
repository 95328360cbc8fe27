const rules = new Intl.PluralRules(document.documentElement.lang || 'en');

/** Words that go with a number: the element's data-one, data-other and what else the language has (data-new-one ... with a prefix), with {0} filled in. */
export function counted(words: DOMStringMap, number: number, prefix = ''): string {
  return (inForm(rules.select(number)) ?? inForm('other') ?? '{0}').replace('{0}', String(number));

  function inForm(form: string): string | undefined {
    return words[prefix ? prefix + form[0].toUpperCase() + form.slice(1) : form];
  }
}
