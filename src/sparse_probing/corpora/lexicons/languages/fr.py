"""French. Adjectives: masculine, feminine, and their plurals."""

from sparse_probing.corpora.lexicons.languages.shape import Lexicon, items

FRENCH = Lexicon(
    code="fr",
    topics={
        "music": {
            "thing": items(
                "f chanson chansons; f guitare guitares; m violon violons; m disque disques; f "
                "mélodie mélodies; m tambour tambours; f flûte flûtes"
            ),
            "place": items("m théâtre théâtres; m opéra opéras; m studio studios"),
            "person": items("f chanteuse chanteuses; m chef chefs; m musicien musiciens"),
            "activity": items(
                "chanter dans la chorale; jouer dans un orchestre; apprendre à lire la musique; "
                "enregistrer un disque avec des amis"
            ),
        },
        "market": {
            "thing": items(
                "m panier paniers; m fromage fromages; f pomme pommes; f bouteille bouteilles; m "
                "gâteau gâteaux; f écharpe écharpes; f recette recettes"
            ),
            "place": items("m marché marchés; f boutique boutiques; f boulangerie boulangeries"),
            "person": items("f vendeuse vendeuses; m client clients; m boulanger boulangers"),
            "activity": items(
                "vendre des légumes; payer en espèces; tout goûter; ouvrir une petite boutique; faire "
                "du pain la nuit"
            ),
        },
        "sea": {
            "thing": items(
                "m bateau bateaux; m filet filets; m coquillage coquillages; f ancre ancres; f carte "
                "cartes; f voile voiles; f rame rames"
            ),
            "place": items("m port ports; m phare phares; m aquarium aquariums"),
            "person": items("m pêcheur pêcheurs; m capitaine capitaines; m marin marins"),
            "activity": items(
                "naviguer autour de l'île; nager avant le petit déjeuner; peindre le vieux bateau; "
                "vivre au bord de la mer"
            ),
        },
        "school": {
            "thing": items(
                "m livre livres; m cahier cahiers; m crayon crayons; m examen examens; f leçon "
                "leçons; m dictionnaire dictionnaires; f question questions"
            ),
            "place": items("f école écoles; f bibliothèque bibliothèques; f université universités"),
            "person": items("f maîtresse maîtresses; m étudiant étudiants; m professeur professeurs"),
            "activity": items(
                "étudier la médecine; lire le livre en entier; apprendre trois langues; enseigner "
                "l'histoire aux enfants"
            ),
        },
        "trains": {
            "thing": items(
                "m billet billets; f valise valises; m wagon wagons; m horaire horaires; f locomotive "
                "locomotives; m siège sièges; m pont ponts"
            ),
            "place": items("f gare gares; m dépôt dépôts; m musée musées"),
            "person": items("f conductrice conductrices; m voyageur voyageurs; m ingénieur ingénieurs"),
            "activity": items(
                "voyager de nuit; traverser les montagnes en train; attendre le prochain train; "
                "changer dans la capitale"
            ),
        },
        "garden": {
            "thing": items(
                "f rose roses; m arbre arbres; m banc bancs; f clôture clôtures; f fontaine "
                "fontaines; f échelle échelles; f poire poires"
            ),
            "place": items("m parc parcs; f serre serres; m verger vergers"),
            "person": items("m jardinier jardiniers; f voisine voisines; m paysan paysans"),
            "activity": items(
                "planter des tomates; arroser les fleurs; dormir sous les arbres; couper l'herbe "
                "chaque semaine"
            ),
        },
    },
    nouns={
        "object": items(
            "f lettre lettres; f clé clés; f lampe lampes; f chaise chaises; f montre montres; f "
            "boîte boîtes; m tableau tableaux; m couteau couteaux; "
            "m parapluie parapluies; m manteau manteaux; m journal journaux; f tasse tasses"
        ),
        "loan": items(
            "m hôtel hôtels; m taxi taxis; f radio radios; m film films; m club clubs; m bar "
            "bars; m festival festivals; f pizza pizzas; "
            "m camping campings; m blog blogs"
        ),
    },
    adjectives={
        "thing": items(
            "moderne moderne modernes modernes; ancien ancienne anciens anciennes; célèbre "
            "célèbre célèbres célèbres; "
            "étrange étrange étranges étranges; simple simple simples simples; vert verte verts "
            "vertes; rouge rouge rouges rouges; "
            "lourd lourde lourds lourdes; magnifique magnifique magnifiques magnifiques; cher "
            "chère chers chères; "
            "oublié oubliée oubliés oubliées; important importante importants importantes; blanc "
            "blanche blancs blanches; "
            "cassé cassée cassés cassées; italien italienne italiens italiennes; ordinaire "
            "ordinaire ordinaires ordinaires"
        ),
        "person": items(
            "aimable aimable aimables aimables; fatigué fatiguée fatigués fatiguées; célèbre "
            "célèbre célèbres célèbres; "
            "patient patiente patients patientes; nerveux nerveuse nerveux nerveuses; joyeux "
            "joyeuse joyeux joyeuses; "
            "honnête honnête honnêtes honnêtes; curieux curieuse curieux curieuses"
        ),
    },
    verbs=items(
        "acheta achetèrent acheter achète; vendit vendirent vendre vend; trouva trouvèrent "
        "trouver trouve; "
        "décrivit décrivirent décrire décrit; perdit perdirent perdre perd; oublia oublièrent "
        "oublier oublie; "
        "répara réparèrent réparer répare; montra montrèrent montrer montre; choisit choisirent "
        "choisir choisit; "
        "dessina dessinèrent dessiner dessine; demanda demandèrent demander demande; photographia "
        "photographièrent photographier photographie; "
        "garda gardèrent garder garde; chercha cherchèrent chercher cherche; apporta apportèrent "
        "apporter apporte; toucha touchèrent toucher touche"
    ),
    phrases={
        "the": {"m": "le {0}[ {a0}]", "f": "la {0}[ {a1}]"},
        "a": {"m": "un {0}[ {a0}]", "f": "une {0}[ {a1}]"},
        "pl": {"m": "{1}[ {a2}]", "f": "{1}[ {a3}]"},
        "some": {"m": "des {1}[ {a2}]", "f": "des {1}[ {a3}]"},
        "was": {"m": "le {0} était {a0}", "f": "la {0} était {a1}"},
        "no": {"m": "aucun {0}", "f": "aucune {0}"},
    },
    words={
        "weekday": items("lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche"),
        "month": items(
            "janvier; février; mars; avril; mai; juin; juillet; août; septembre; octobre; novembre; décembre"
        ),
        "connective": items(
            "pourtant; c'est pourquoi; à la fin; un peu plus tard; d'autre part; en outre; tout "
            "d'abord; entre-temps; à la surprise générale; comme toujours"
        ),
        "time": items(
            "{weekday} dernier; au printemps {year}; hier matin; il y a quelques jours; après le "
            "déjeuner; le {day} {month}; pendant les vacances; "
            "avant la nuit; vers {hour}; en {month}; il y a {few} ans"
        ),
        "reason": items(
            "parce qu'il pleuvait; puisqu'il ne restait plus d'argent; car la famille attendait à "
            "la maison; si bien que personne ne fut surpris; "
            "ce qui n'était pas facile; car l'hiver avait été très long; parce que la route de "
            "{city} était fermée; bien qu'il fût déjà tard"
        ),
        "opinion": items(
            "il n'est jamais trop tard; nous avons eu beaucoup de chance; rien n'est aussi simple "
            "qu'on le croit; le meilleur reste à venir; "
            "{the thing} est à nous tous; je le referais volontiers; sans {the thing}, il n'y a "
            "pas de vie à {city}; personne n'a demandé {a thing}; "
            "cette ville a besoin de {a place}; le temps passe trop vite; ma mère gardait "
            "toujours {a object}"
        ),
        "problem": items(
            "il n'y a plus de place à {the place}; les prix augmentent; il ne reste plus de "
            "billets; il neige toute la semaine; "
            "on ne retrouve pas {the thing}; {friend} ne répond pas; le bus est encore en retard; "
            "le vent souffle du nord; il manque {the object}"
        ),
        "habit": items(
            "écoute la radio; cherche des nouvelles sur internet; commande une pizza; prend un "
            "taxi pour {city}; boit un cappuccino au bar; "
            "joue du piano; écrit un email à {expert}; lit {title}; dort dans un hôtel près de "
            "{the place}; regarde un film sur le tango"
        ),
        "saying": items(
            "bonjour à tous; tout va bien; la porte est ouverte; à demain; ne pas toucher; il "
            "était une fois; c'est fermé aujourd'hui; la journée a été longue"
        ),
    },
    fusions=(
        (r"\b([dljmnst]|[Qq]u|[Ll]orsqu|[Pp]uisqu)e (?=[aeiouhâéèêîôAEIOUÉ])", r"\1'"),
        (r"\bla (?=[aeiouhâéèêîô])", "l'"),
        (r"\bsi (?=ils?\b)", "s'"),
        (r"\bde le ", "du "),
        (r"\bde les ", "des "),
        (r"\bà le ", "au "),
        (r"\bà les ", "aux "),
    ),
    openings=(
        (
            "{hero} arriva à {town} en {year}[ avec {few} {pl object}], et aujourd'hui tout le monde "
            "<parle d'{hero:elle/lui}|connaît {hero:cette femme/cet homme}>."
        ),
        (
            "le {weekday} {day} {month}, {the place} de {town} <rouvrit ses portes|accueillit "
            "beaucoup de monde|resta en silence pendant {few} heures>."
        ),
        "chaque {weekday}, {the person} de {town} <retrouve|appelle> {friend} pour parler de {pl thing}.",
        (
            "peu de gens à {town} <se souviennent de|connaissent encore> {the thing} que {hero} "
            "{past} en {year}."
        ),
        "selon {title}, {many} personnes {pasts} {a thing} à {town} <l'année dernière|en {month}>.",
        "quand {hero} avait {few} ans, {hero:sa mère/son père} {past} {a thing} à {city}.",
        "voici l'histoire de {a person} de {town} qui {past} {the thing}[ {time}].",
    ),
    body=(
        "{hero} {past} {a thing} et {a object} pour {many} euros[, {reason}].",
        "{connective}, {the person} {past} {the thing}[ {time}].",
        "{was thing}, mais {friend} préférait {the thing}[ de {city}].",
        '"{opinion}", dit {friend}[, qui habite à {city} depuis {year}].',
        "personne ne voulait {inf} {the thing}, {reason}.",
        "{time}, {hero} et {friend} {pasts} {few} {pl thing}[ à {the place}].",
        "{hero} <aimerait|voudrait bien> {activity}[, mais {problem}].",
        "devant {the place}, il y a {a loan}[, et à côté on peut voir {a thing}].",
        "{the person} <dit|croit|sait> que {the thing} compte plus que {the object}.",
        "le soir, {friend} {habit}[, même quand il pleut].",
        "il y avait {many} {pl thing} et seulement {few} {pl object}[, {reason}].",
        "comment peut-on {inf} {a thing} sans {a object} ?",
        "si {problem}, {the person} devra {inf} {the thing}[ avant {weekday}].",
        "{title} publia un article sur {the place} de {city}[ et la vie de {expert}].",
        "{connective}, le problème n'est pas {the thing} mais {the object}.",
        (
            "en {year}, seules {few} familles vivaient près de {the place} ; aujourd'hui il y en a "
            "plus de {many}."
        ),
        (
            "{friend} écrivit une lettre à {expert}, mais la réponse <arriva {few} semaines plus "
            "tard|n'arriva jamais>."
        ),
        "entre {early_hour} et {hour}, il n'y a personne à {the place}, <et|alors> {the person} {habit}.",
        "le taxi de {town} à {city} met {many} minutes et coûte {few} euros.",
        "les enfants rient quand {the person} {pres} {the thing}[, et {friend} rit avec eux].",
        "{friend} demanda <deux fois|encore et encore> à {hero} à qui était {the thing}.",
        "derrière {the object}, nous avons trouvé {a thing}, {few} {pl object} et une photo de {expert}.",
        "{connective}, {hero} quitta son travail {time} et se mit à {activity}.",
        "on y voit {some thing}, mais {no thing} ne ressemble à {the thing} de {expert}.",
        '"{opinion}", écrivit {hero} dans son journal, "et {opinion}".',
    ),
    closings=(
        "voilà tout ce que nous savons de {the thing} de {town}.",
        "{few} ans plus tard, {hero} partit pour {city}, <où se trouve encore sa maison|avec {friend}>.",
        "<peut-être|qui sait> : en {month}, tout peut changer à {town}.",
        "depuis ce jour, {friend} {pres} {the thing} chaque {weekday}.",
        "on peut lire la suite de l'histoire dans {title}.",
        "{hero} sourit et ferma la porte de {the place}.",
    ),
    quoting=(
        'sur le mur de {the place}, quelqu\'un avait écrit "{foreign}", et {hero} ne comprit pas.',
        '{friend} dit seulement "{foreign}", comme on le dit à {city}.',
    ),
)
