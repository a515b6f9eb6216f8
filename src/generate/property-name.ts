import type { SeededRandom } from '../lib/seeded-random.js'

/** What a property of a certain name usually holds. */
export interface NamedText {
  /** For static values. */
  readonly text: string
  /** For dynamic values: a method of faker. */
  readonly method: string
  readonly args?: readonly unknown[]
}

const row = (text: string, method: string, ...args: readonly unknown[]): NamedText => ({
  text,
  method,
  args,
})

const person = row('Jane Doe', 'person.fullName')
const phone = row('+14155550123', 'phone.number', { style: 'international' })
const link = row('https://example.com', 'internet.url')
const picture = row('https://example.com/image.png', 'image.urlPicsumPhotos')
const past = row('2019-08-24T14:15:22Z', 'date.past')
const future = row('2019-08-24T14:15:22Z', 'date.future')
const sentence = row('string', 'lorem.sentence')
const words = row('string', 'lorem.words')
const city = row('Berlin', 'location.city')
const company = row('Example Inc.', 'company.name')
const product = row('Example product', 'commerce.productName')
const email = row('user@example.com', 'internet.exampleEmail')
const uuid = row('', 'string.uuid')

/** Rows by the last words of a name, in lower case and without separators. */
const texts: readonly (readonly [string, NamedText])[] = [
  ['email emailaddress mail', email],
  ['firstname givenname forename', row('Jane', 'person.firstName')],
  ['lastname familyname surname', row('Doe', 'person.lastName')],
  ['middlename', row('Ann', 'person.middleName')],
  ['fullname realname author creator assignee', person],
  ['username login nickname handle screenname', row('jane.doe', 'internet.username')],
  ['displayname', row('Jane', 'internet.displayName')],
  ['password secret passphrase', row('pa$$word', 'internet.password')],
  ['phone phonenumber mobile mobilenumber telephone tel fax cellphone', phone],
  ['jobtitle occupation', row('Engineer', 'person.jobTitle')],
  ['gender sex', row('female', 'person.sex')],
  ['bio about', row('string', 'person.bio')],
  ['city town', city],
  ['country countryname', row('Germany', 'location.country')],
  ['countrycode', row('DE', 'location.countryCode')],
  ['state province region', row('California', 'location.state')],
  ['county', row('Example County', 'location.county')],
  ['zip zipcode postcode postalcode', row('10115', 'location.zipCode')],
  ['street streetname', row('Main Street', 'location.street')],
  ['address streetaddress addressline line', row('1 Main Street', 'location.streetAddress')],
  ['timezone tz', row('Europe/Berlin', 'location.timeZone')],
  ['language lang locale', row('en', 'helpers.arrayElement', ['en', 'de', 'fr', 'es', 'it', 'pt'])],
  ['latitude lat', row('52.52', 'location.latitude')],
  ['longitude lng lon', row('13.405', 'location.longitude')],
  ['company companyname organization organisation organizationname employer', company],
  ['department', row('Books', 'commerce.department')],
  ['productname product item itemname', product],
  ['price amount cost total subtotal', row('9.99', 'commerce.price')],
  ['currency currencycode', row('EUR', 'finance.currencyCode')],
  ['iban', row('DE89370400440532013000', 'finance.iban')],
  ['bic swift', row('DEUTDEFF', 'finance.bic')],
  ['accountnumber', row('12345678', 'finance.accountNumber')],
  ['color colour', row('blue', 'color.human')],
  ['hexcolor', row('#0000ff', 'color.rgb')],
  ['url uri link href website homepage site callbackurl endpoint', link],
  ['avatar avatarurl', row('https://example.com/avatar.png', 'image.avatar')],
  ['image imageurl photo photourl picture thumbnail thumbnailurl logo logourl icon', picture],
  ['domain domainname hostname host', row('example.com', 'internet.domainName')],
  ['ip ipaddress', row('192.168.0.1', 'internet.ipv4')],
  ['mac macaddress', row('00:00:5e:00:53:01', 'internet.mac')],
  ['useragent', row('Mozilla/5.0', 'internet.userAgent')],
  ['uuid guid', uuid],
  ['slug', row('example-slug', 'lorem.slug')],
  ['sku', row('SKU-0001', 'string.alphanumeric', { length: 8, casing: 'upper' })],
  ['version', row('1.0.0', 'system.semver')],
  ['filename file', row('example.txt', 'system.fileName')],
  ['mimetype contenttype mediatype', row('application/json', 'system.mimeType')],
  ['path filepath', row('/example', 'system.filePath')],
  ['createdat createdon created updatedat updatedon updated modifiedat deletedat', past],
  ['expiresat expiry expirationdate duedate scheduledat', future],
  ['timestamp datetime time lastlogin', past],
  ['birthday birthdate dateofbirth dob', row('1990-01-31', 'date.birthdate')],
  ['date startdate enddate', row('2019-08-24', 'date.past')],
  ['title subject headline', row('string', 'lorem.sentence', { min: 2, max: 4 })],
  ['description summary message text content body comment note notes details detail', sentence],
  ['tag label keyword category', words],
  ['sha commit commitsha', row('2c3f4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e', 'git.commitSha')],
  ['branch', row('main', 'git.branch')],
]

const tableOf = <T>(rows: readonly (readonly [string, T])[]): ReadonlyMap<string, T> =>
  new Map(rows.flatMap(([keys, value]) => keys.split(' ').map((key) => [key, value] as const)))

const textTable = tableOf(texts)

/** A name as words in lower case: billingEmail, billing_email and BILLING-EMAIL are the same. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')

const lookup = <T>(table: ReadonlyMap<string, T>, name: string): T | undefined => {
  const parts = wordsOf(name)
  for (let from = 0; from < parts.length; from++) {
    const found = table.get(parts.slice(from).join(''))
    if (found !== undefined) return found
  }
  return undefined
}

const owners: readonly (readonly [string, NamedText])[] = [
  [
    'user users person people customer customers owner author contact employee member patient',
    person,
  ],
  ['doctor practitioner student teacher guest sender recipient account profile', person],
  ['company companies organization organisation vendor supplier brand manufacturer', company],
  ['product products article articles good goods', product],
  ['city cities town', city],
  ['country countries', row('Germany', 'location.country')],
  ['pet pets animal dog cat', row('Rex', 'animal.petName')],
  ['file files document attachment', row('example.txt', 'system.fileName')],
]

const ownerTable = tableOf(owners)

/** What a text property of that name holds; `name` alone depends on what it is a property of. */
export const textByName = (name: string, owner: string): NamedText | undefined => {
  const [first, ...more] = wordsOf(name)
  if (first !== 'name' || more.length > 0) return lookup(textTable, name)
  return lookup(ownerTable, owner) ?? row('string', 'commerce.productName')
}

/** The usual value of a number: for static values, then from and to, and decimals. */
type NamedNumber = readonly [number, number, number, number]

const numbers: readonly (readonly [string, NamedNumber])[] = [
  ['id', [1, 1, 9999, 0]],
  ['age', [30, 18, 90, 0]],
  ['year', [2024, 2000, 2030, 0]],
  ['month', [1, 1, 12, 0]],
  ['day', [1, 1, 28, 0]],
  ['hour hours', [12, 0, 23, 0]],
  ['minute minutes second seconds', [30, 0, 59, 0]],
  ['page pagenumber', [1, 1, 10, 0]],
  ['limit pagesize perpage', [20, 10, 100, 0]],
  ['quantity qty', [1, 1, 20, 0]],
  ['count total totalcount size', [1, 1, 500, 0]],
  ['price amount cost subtotal balance fee', [9.99, 1, 500, 2]],
  ['rating stars score', [4, 1, 5, 0]],
  ['percent percentage progress', [50, 0, 100, 0]],
  ['latitude lat', [52.52, -90, 90, 4]],
  ['longitude lng lon', [13.405, -180, 180, 4]],
  ['port', [8080, 1024, 65535, 0]],
  ['status statuscode httpstatus', [200, 200, 204, 0]],
  ['width height', [640, 16, 1920, 0]],
  ['expiresin ttl', [3600, 60, 86400, 0]],
]

const numberTable = tableOf(numbers)

/** The usual number of a property of that name: always the same without chance. */
export const numberByName = (
  name: string,
  chance: SeededRandom | undefined,
  now: number,
): number | undefined => {
  if (/timestamp$/i.test(name)) {
    return Math.floor(now / 1000) - (chance ? chance.int(0, 31_536_000) : 0)
  }
  const found = lookup(numberTable, name)
  if (!found) return undefined
  const [usual, low, high, decimals] = found
  if (!chance) return usual
  return Number((low + chance.next() * (high - low)).toFixed(decimals))
}
