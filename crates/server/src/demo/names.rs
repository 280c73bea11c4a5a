//! Names to draw from: ordinary names of many origins, put together by chance.

pub(super) const BOYS: &[&str] = &[
    "Adam", "Aidan", "Alfie", "Amir", "Archie", "Arjun", "Ben", "Caleb", "Callum", "Dara", "David", "Dylan",
    "Edward", "Elijah", "Ethan", "Farhan", "Finley", "Freddie", "George", "Hamza", "Harry", "Hugo", "Ibrahim",
    "Isaac", "Jack", "Jakub", "James", "Jayden", "Joseph", "Joshua", "Kai", "Kofi", "Kwame", "Leo", "Liam", "Logan",
    "Lucas", "Marcus", "Mateusz", "Max", "Mohammed", "Nathan", "Noah", "Oliver", "Oscar", "Owen", "Rafael", "Ravi",
    "Reuben", "Rhys", "Rowan", "Samuel", "Sebastian", "Tariq", "Theo", "Thomas", "Toby", "Tyler", "William",
    "Yusuf", "Zachary",
];

pub(super) const GIRLS: &[&str] = &[
    "Aaliyah", "Abigail", "Ada", "Aisha", "Amelia", "Anya", "Ava", "Beatrice", "Bethan", "Chloe", "Daisy", "Eleanor",
    "Elif", "Elsie", "Emily", "Esme", "Eva", "Fatima", "Florence", "Freya", "Grace", "Hana", "Hannah", "Imani",
    "Imogen", "Isla", "Ivy", "Jasmine", "Layla", "Lily", "Lucy", "Maja", "Maryam", "Matilda", "Maya", "Megan", "Mia",
    "Naomi", "Niamh", "Olivia", "Phoebe", "Poppy", "Priya", "Rosa", "Ruby", "Saoirse", "Sienna", "Sofia", "Tia",
    "Willow", "Zara", "Zoe",
];

pub(super) const MOTHERS: &[&str] = &[
    "Agnieszka", "Amina", "Angela", "Anita", "Ayesha", "Catherine", "Claire", "Deborah", "Elena", "Emma", "Esther",
    "Farah", "Gemma", "Grace", "Helen", "Jacqueline", "Joanne", "Karen", "Kelly", "Laura", "Leanne", "Louise",
    "Maria", "Michelle", "Natalie", "Nicola", "Parveen", "Rachel", "Rebecca", "Sandra", "Sarah", "Shanice", "Siobhan",
    "Stacey", "Sunita", "Teresa", "Tracey", "Victoria", "Wendy", "Yasmin",
];

pub(super) const FATHERS: &[&str] = &[
    "Abdul", "Andrew", "Anthony", "Babatunde", "Brian", "Carlos", "Christopher", "Colin", "Craig", "Daniel",
    "Darren", "Declan", "Emeka", "Gareth", "Gary", "Gavin", "Imran", "Ian", "Jason", "John", "Kevin", "Lee", "Marek",
    "Mark", "Martin", "Michael", "Neil", "Nikhil", "Paul", "Peter", "Rajesh", "Richard", "Robert", "Sanjay", "Sean",
    "Simon", "Stephen", "Tomasz", "Wayne", "Yaw",
];

pub(super) const FAMILIES: &[&str] = &[
    "Abbott", "Adeyemi", "Ahmed", "Akhtar", "Ali", "Allen", "Asante", "Atkinson", "Bailey", "Baker", "Begum",
    "Bennett", "Brennan", "Brooks", "Burton", "Campbell", "Carter", "Chan", "Chapman", "Clarke", "Collins", "Cooper",
    "Costa", "Cox", "Davies", "Desai", "Doyle", "Edwards", "Ellis", "Evans", "Farrell", "Fisher", "Foster", "Gill",
    "Gordon", "Graham", "Gray", "Griffiths", "Hall", "Harris", "Hassan", "Hughes", "Hussain", "Ivanova", "Jackson",
    "James", "Johnson", "Jones", "Kaur", "Kelly", "Khan", "King", "Kowalska", "Lewis", "Lloyd", "Malik", "Marsh",
    "Mason", "Mensah", "Miller", "Mitchell", "Morgan", "Murphy", "Murray", "Nguyen", "Nowak", "Obi", "Okafor",
    "Osman", "Owusu", "Palmer", "Parker", "Patel", "Pereira", "Phillips", "Price", "Rahman", "Reid", "Richards",
    "Roberts", "Robinson", "Rose", "Russell", "Ryan", "Saunders", "Shah", "Sharma", "Shaw", "Silva", "Simpson",
    "Singh", "Smith", "Spencer", "Stewart", "Taylor", "Thompson", "Turner", "Walker", "Ward", "Watson", "Webb",
    "White", "Williams", "Wilson", "Wood", "Wright", "Yilmaz", "Young",
];
