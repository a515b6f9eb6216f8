// What is deleted is gone.
import { isMain } from './look.mjs'
import { StoryFailure } from './story-failure.mjs'

/** No list has the record any more; one whose items have no names has fewer. */
const lacks = async (story) => {
  for (const list of story.all('list')) {
    const step = 'delete → list lacks'
    const items = await story.items(step, list)
    if (story.own && items.some((item) => story.identityOf(item, list) && story.isMine(item, list)))
      throw new StoryFailure(step, list.operation, `still lists ${story.own}`)
    const isUnnamed = !items.some((item) => story.identityOf(item, list))
    const isCounted = isMain(story, list) && story.count !== undefined && isUnnamed
    if (isCounted && items.length >= story.count)
      throw new StoryFailure(step, list.operation, `still ${items.length} items`)
    story.links.push(step)
  }
}

/** Deletes the record: it can be read and found no more. */
export const end = async (story) => {
  const [remove] = story.all('delete')
  if (!remove) return
  await story.step('delete', remove)
  for (const inference of story.all('read')) {
    await story.step('delete → read 404', inference, {}, 404)
    story.links.push('delete → read 404')
  }
  await lacks(story)
}
