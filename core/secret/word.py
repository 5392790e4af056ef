"""Words of the language, in small letters: what stands behind "password:" and is none, in six languages."""

_ENGLISH = """
a about above accept accepted accepts account active actually admins advised after again age ago all allow allowed
allows alone already also alternative always am an and announced another any anybody anymore anyone anything anyway
appears applied apply are arrives as asap ask ask-me asked asking asks at attached attempt attempts attribute auto
autofill automatically available await away back be because been before behind being below between blank blocked both
broken but by bypass bypassed cached call called calls can can't cannot cant caps card change changed changes changing
characters chars check checked checking checks clear cleared clears clipboard code collected come comes coming
communicated complex complexity compromised confirm confirmed const contact contains controller copied correct
correctly could couldn't count created credential credentials currently customer cut date day days dead default
defaults deleted denied detected dialog did didn't didnt different disabled dispatched display displayed do document
documented does doesn't doesnt doing don't done dont down due during each either elsewhere email emailed empty enabled
encrypted enforced enough enter entered enters entry error every everybody everyone everything everywhere exactly
except exists expire expired expires expiring expiry fail failed failing fails failure false fetched few field file
fills fine first five fixed follow following follows for force forced forever forgot forgotten found from garbage gave
generated get gets getting give given gives go goes going gone good got had hand handed hanging happened hardware has
hash hashed hasn't have haven't having he hello help helpdesk her here hers herself hidden him himself hint his
history hold hours how however hsm i i'll i'm i've identical if immediately in incorrect incorrectly individual info
initial input insecure inside instead intact into invalid is isn't issue it it's item its itself just keep keepass
keeper keeps kept keyboard know known knows laps last later leaked least leave leaves left length less let like
limited line link list locked log login logins long longer lost lower lowercase mail mailed maintained manager manual
manually many match matches matching max maximum may maybe me means meet meets met mgr might min mine minimum mismatch
missing mode more most multiple must my n/a na name named need needed needs neither never new next nfc nil no nobody
none nonsense nope nor not noted nothing notified now null number obsolete of off offline ok okay old on once one
online only onsite open option optional or os other otherwise our ours out outdated over overridden overwritten own
page partially passcode password passwords paste pasted pending per permanent permitted phone pick plain please pls
plus point policies policy popup portal possible prefilled present prevents printed privately probably problem process
production prompt prompted prompting prompts properly protected protection provide provided provides pulled push
pushed put question quote random read reads ready really received recently redacted reenter refused rejected rejects
remains remember remembered reminder removed renewed repeat replaced reply request requested require required
requirement requirements requires reset resets resetting restored restricted retrieve retrieved return returned
returns reuse revoked right rotate rotated rotates rotating rotation rubbish rules said same satisfied save saved
saves say says screen script secret secure secured security see seem seems seen send sending sends sent separate
separately server service session set sets setting settings several share shared she short should shouldn't show shown
shows sign since site six so software some somebody someone something sometimes somewhere soon sorry special specified
stale standard starts static stay stays sticker still stolen store stored stores string strong stuck submitted
successful successfully such support supposed sure sync synced synchronized syncing syncs take taken tbc tbd team
technician tell temporarily temporary ten test tested text texted than thanks that that's the their theirs them
themselves then there these they they're this those three through tight time times to today together token tokens told
tomorrow too took tpm tried tries trouble true try trying turned twice two type typed types typing unavailable
unchanged undefined under unique unknown unless unlock unlocked unneeded unset until unusable unused up update updated
upon upper uppercase us usb use used user user's username users uses using usually valid validated validation value
var vault verbally verified verify very via vs want wanted wants was wasn't we weak weeks well went were weren't what
whatever when whenever where whether which while who whoever whom whose why will with within without won't word work
worked working works worst would wouldn't write writes written wrong yes yesterday yet you you'll your yours yourself
yubikey zero
"""
_GERMAN = """
ab aber abfragen abgefragt abgelaufen abgelehnt aktuell alle allein als alt alte altes am an anbei anders auch auf
aufgeschrieben aus ausgelaufen ausstehend austauschen automatisch bei beide beim bekannt bekannte bekommt benötigt
bereits besitzt besteht bitte bleibt braucht bzw da damit dann darf das dass dein dem den der derzeit des die dies
diese dieser dieses doch dort du durch eben ein eine einem einen einer eingeben eingegeben einmal ende entspricht er
erfolgreich erforderlich erfragen erhalten erhält erneuern erneuert erneut erst es etwas extern falsch falsche
falsches fehler fehlgeschlagen fehlt fest folgt fragen funktioniert für ganz gefordert gegen geheim gehen geht gehört
gelöscht gemäß genau gerade gesetzt gespeichert gesperrt gestern getestet geändert gilt gleich gültig hab habe haben
hat hatte heißt heute hier hinterlegt ich ihm ihn ihr ihre im immer in inkorrekt ins intern ist ja je jeder jemand
jetzt kann kaputt kein keine keinen keiner kennt kommt konnte korrekt kunde kunden können lag laut leer lesen liegt
lässt läuft machen mal man mehr mehrfach mein meine mit morgen muss müssen nach nachfragen nachreichen ne nein neu
neue neuen neuer neues nicht nichts nie niemand noch nochmal nun nur ob oder offen ohne ok passt per persönlich prüfen
raus richtig schon schriftlich sein seine seit sich sicher sie siehe sind so sobald soll sollte sonst sperrt später
statt steht stimmt synchronisiert telefonisch trotz trotzdem unbekannt und ungültig unklar uns unser unten unter
unverändert verfällt vergessen verlangt verlegt verloren verlängert verschickt verschlüsselt versendet versucht
verändert via vom von vor vorgegeben vorhanden war warum weg wegen weil weiß welches wenn wer werden wie wieder will
wir wird wo wurde wurden während zeigt zu zum zur zurück zurückgesetzt zurücksetzen zwar zweimal ändern ändert überall
übermittelt
"""
_FRENCH = """
a accepté actuel affiche afin ai alors après as attente au aucun aucune aussi autre aux avant avec avez avoir bien
bloqué bon bonne car ce cela celui ces cet cette changer changé chaque chez client comme compte confirmé connu copié
correct dans de demander demandé depuis dernier des deux doit donc donné du déjà désactivé elle elles en encore
enregistré entre envoyé erreur erroné est et exact expire expiré expirée fait faut faux fois fonctionne identique il
ils inchangé inconnu incorrect indiqué introuvable invalide je la laissé le les lui là mais mal manquant manque
mauvais me merci mis modifié mon même n'est ne non nouveau nouvel nouvelle on ont ou oublié oubliée oui où par pas
perdu perdue personne peut plus pour provisoire périmé qu'il que qui quoi refusé refusée renouvelé requis reçu rien
réinitialiser réinitialisé sa sait sans se sera ses si soit son sont sous stocké sur temporaire toujours tous tout
transmis trop trouvé très un une valide validé vide voir vous vu y à ça était été être
"""
_SPANISH = """
a actual actualizada ahora al algo antes aquí así aún bien bloqueada bloqueado cada caduca caducada caducado caducó
cambia cambiada cambiar cambió cliente como con correcta correcto cual cuando dada de debe del desconocida desconocido
desde después dice donde el ella en enviada equivocada era error errónea es esta estaba este esto está están expira
expirada expiró falla falta fue funciona guardada ha habitual han hasta hay incorrecta incorrecto inválida inválido la
las le lo los me mi misma mismo muy más nada ni ninguna no nos nueva nuevo nunca o olvidada olvidado olvidó otra para
pedir perdida pero personal poner por porque preguntar pregunte provisional puede que quien rechazada requerida
restablecer restablecida sabe se ser si sigue sin sobre solo son su sus sí también temporal tiene todavía todo tras tu
un una vacía ver vez y ya
"""
_DUTCH = """
aan al alle allemaal als altijd andere bekend ben bij blijft daar daarna dan dat de deze die dit doen doet door dus
een eerst elke en er ergens fout foutief gaat geblokkeerd gebruiker gedaan gedeeld geen gegeven gekregen geldig
gereset geweigerd gewijzigd geworden goed had heb hebben heeft het hetzelfde hier hij hoe ik in incorrect ingesteld is
ja je juist kan keer klant kloppen klopt komt krijgt kunnen kwijt langs leeg maar mag meer met mijn moet moeten naar
navragen niemand niet niets nieuw nieuwe nodig nog nooit nu of om onbekend ongeldig onjuist ons op opgeslagen opnieuw
opvragen oud oude over per staat steeds te tijdelijk toch tot twee uit uw van veranderd vereist vergeten verkeerd
verloopt verlopen verloren via volgens volgt voor vraag vragen waar wacht want was wat weer weet wel werd werkt wie
wijzigen wil worden wordt ze zelf zelfde zich zie zij zijn zonder zou
"""
_ITALIAN = """
al anche ancora attuale bloccato cambiare cambiata che chi chiedere come con corretta corretto cosa da deve di
dimenticata dimenticato dopo e ed era errata errato esiste già ha hanno il in la lo lui ma mai mancante mancato mia
molto nella nessuno non nuova o ogni per perché più poi quale quando quella questa richiesta rifiutata sbagliata scade
scaduta scaduto sconosciuta se sempre senza si sono sta stata stato su sua temporanea tra un una uno vecchia vedi
vuota è
"""
ORDINARY = frozenset(f"{_ENGLISH}{_GERMAN}{_FRENCH}{_SPANISH}{_DUTCH}{_ITALIAN}".split())
"""Said of passwords."""

_PRODUCTS = """
1password activedirectory airwatch anydesk autotask awingu azuread beyondtrust bitlocker bitwarden confluence
connectwise cyberark dashlane delinea docusign duo duomobile filevault forticlient fortigate fortinet github gitlab
globalprotect google halo halopsa hashicorp hubspot hudu icloud intellij intune ipad ipads iphone iphones itglue jira
jumpcloud kaseya keepass keepassxc keeper keychain lastpass linkedin mimecast n-able ninjaone nordpass okta onedrive
onelogin onenote onetimesecret outlook passbolt passportal passwordsafe passwordstate playstation powershell
privatebin proton qnap quickbooks roboform screenconnect secretserver servicenow sharepoint slack sonicwall sophos
synology teampass teams teamviewer thycotic vaultwarden virtualbox vmware vsphere wordpress youtube
"""
PRODUCTS = frozenset(_PRODUCTS.split())
"""Names that are written as no word is."""
