/** Dropping real files and folders from outside onto the page, as the window system does it. */

/** Drop paths of this machine onto the middle of the page. */
export async function drop(page, ...paths) {
  const { width, height } = page.viewportSize();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: width / 2, y: height / 2, data });
  }
  await session.detach();
}

/** Let the page upload no faster than `speed` bytes a second; gives the way back. */
export async function slowUploads(page, speed) {
  const session = await page.context().newCDPSession(page);
  const set = (uploadThroughput) =>
    session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await session.send("Network.enable");
  await set(speed);
  return async () => {
    await set(-1);
    await session.detach();
  };
}
