/** One method of the helper class, in ObjectScript. */
export interface HelperMethod {
  readonly name: string;
  /** `folder:%String,nonce:%String`, as the XML export of a class writes its FormalSpec. */
  readonly formal: string;
  /** Null: it returns nothing. */
  readonly returns: '%String' | '%Integer' | null;
  /** True: can be called with SQL, which is how Atelier reaches it. */
  readonly sql?: true;
  readonly about: string;
  /** Lines of code, without those of the braces around them. */
  readonly body: string;
}
