import { plainName } from '../../lib/plain-name.js'

const userName =
  /^(user|username|userid|usr|login|loginname|loginid|email|emailaddress|useremail|mail|name|identifier|identity|account|accountname|principal|phone|phonenumber|clientid)$/
const passwordName = /^(password|passwd|pwd|passphrase|pass|pin|clientsecret|secret)$/

/** True for what a login calls the name of who logs in. */
export const isUserName = (name: string): boolean => userName.test(plainName(name))

/** True for what a login calls the password. */
export const isPasswordName = (name: string): boolean => passwordName.test(plainName(name))
