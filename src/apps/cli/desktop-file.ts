/** True for what Windows and macOS put into folders by themselves, which is no kit file. */
export function isDesktopFile(path: string): boolean {
  return /(^|\/)(Thumbs\.db|ehthumbs\.db|desktop\.ini|\.DS_Store|\._[^/]*|Icon\r)$/i.test(path);
}
